using NetPath.Core.Netlink;
using NetPath.Core.Packets;

namespace NetPath.Core.KernelTracing;

/// <summary>
/// The batch of messages that puts a trace table into nf_tables: chains at prerouting and output, before all others, whose rules set the trace bit
/// of the packets asked for. Legacy ip_tables looks at the same bit (skb->nf_trace), so one table serves both.
/// </summary>
internal sealed class TraceTableRequest
{
    /// <summary>How the names of such tables begin.</summary>
    public const string NamePrefix = "netpath_trace_";

    // Before raw and before defragmentation, behind the source's NAT (enum nf_ip_hook_priorities).
    private const int First = -500;
    private const int Last = 500;

    // NF_INET_ numbers of the hooks.
    private const uint Prerouting = 0;
    private const uint Input = 1;
    private const uint Forward = 2;
    private const uint Output = 3;
    private const uint Postrouting = 4;

    private static readonly (string Name, uint Hook, int Priority)[] Entries = [(TraceCheckpoint.Prerouting, Prerouting, First), (TraceCheckpoint.Output, Output, First)];

    // Chains without rules: the kernel reports the policy of each that a traced packet comes to.
    private static readonly (string Name, uint Hook, int Priority)[] Checkpoints =
    [
        (TraceCheckpoint.PreroutingEnd, Prerouting, Last),
        (TraceCheckpoint.OutputEnd, Output, Last),
        (TraceCheckpoint.Input, Input, First),
        (TraceCheckpoint.InputEnd, Input, Last),
        (TraceCheckpoint.Forward, Forward, First),
        (TraceCheckpoint.PostroutingEnd, Postrouting, Last),
    ];

    private readonly NetlinkRequest _request = new();
    private readonly Func<uint> _nextSequence;
    private readonly byte _family;
    private readonly string _table;

    private TraceTableRequest(Func<uint> nextSequence, byte family, string table)
    {
        _nextSequence = nextSequence;
        _family = family;
        _table = table;
    }

    /// <summary>The batch that makes the table.</summary>
    /// <param name="table">Its name.</param>
    /// <param name="family">The family of the table.</param>
    /// <param name="content">What it holds.</param>
    /// <param name="owned">The table shall go when the socket is closed (kernel 5.12).</param>
    /// <param name="nextSequence">Numbers the messages.</param>
    /// <param name="last">The number of the message whose acknowledgement says that all is done.</param>
    public static NetlinkRequest Create(string table, IpFamily family, TraceTableContent content, bool owned, Func<uint> nextSequence, out uint last)
    {
        TraceTableRequest request = new(nextSequence, family == IpFamily.IPv4 ? NLMSG.AF_INET : NLMSG.AF_INET6, table);
        request.Batch(NLMSG.NFNL_MSG_BATCH_BEGIN);
        request.Table(owned);
        foreach ((string name, uint hook, int priority) in content.Checkpoints ? [.. Entries, .. Checkpoints] : Entries)
        {
            request.Chain(name, hook, priority);
        }

        foreach (TraceFlow flow in content.Flows)
        {
            foreach ((string name, _, _) in Entries)
            {
                request.Rule(name, flow, content.Expiry);
            }
        }

        last = request.End();
        return request._request;
    }

    /// <summary>The batch that removes a table.</summary>
    public static NetlinkRequest Delete(string table, byte family, Func<uint> nextSequence, out uint last)
    {
        TraceTableRequest request = new(nextSequence, family, table);
        request.Batch(NLMSG.NFNL_MSG_BATCH_BEGIN);
        last = request.Begin(NFTA.NFT_MSG_DELTABLE, NLMSG.NLM_F_ACK);
        request._request.Add(NFTA.NFTA_TABLE_NAME, table);
        request.Batch(NLMSG.NFNL_MSG_BATCH_END);
        return request._request;
    }

    /// <summary>The request for the tables of a namespace.</summary>
    public static NetlinkRequest List(uint sequence) =>
        new NetlinkRequest().Message(NLMSG.NetfilterType(NLMSG.NFNL_SUBSYS_NFTABLES, NFTA.NFT_MSG_GETTABLE), NLMSG.NLM_F_DUMP, sequence, NLMSG.AF_UNSPEC);

    private void Batch(ushort type) => _request.Message(type, 0, _nextSequence(), NLMSG.AF_UNSPEC, NLMSG.NFNL_SUBSYS_NFTABLES);

    private uint Begin(byte message, ushort flags)
    {
        uint sequence = _nextSequence();
        _request.Message(NLMSG.NetfilterType(NLMSG.NFNL_SUBSYS_NFTABLES, message), flags, sequence, _family);
        return sequence;
    }

    // The last chain once more, with an acknowledgement: NLM_F_CREATE on what is there changes nothing.
    private uint End()
    {
        uint sequence = Begin(NFTA.NFT_MSG_NEWCHAIN, NLMSG.NLM_F_CREATE | NLMSG.NLM_F_ACK);
        _request.Add(NFTA.NFTA_CHAIN_TABLE, _table).Add(NFTA.NFTA_CHAIN_NAME, Entries[^1].Name);
        Batch(NLMSG.NFNL_MSG_BATCH_END);
        return sequence;
    }

    private void Table(bool owned)
    {
        Begin(NFTA.NFT_MSG_NEWTABLE, NLMSG.NLM_F_CREATE);
        _request.Add(NFTA.NFTA_TABLE_NAME, _table).Add(NFTA.NFTA_TABLE_FLAGS, owned ? NFTA.NFT_TABLE_F_OWNER : 0);
    }

    private void Chain(string name, uint hook, int priority)
    {
        Begin(NFTA.NFT_MSG_NEWCHAIN, NLMSG.NLM_F_CREATE);
        _request
            .Add(NFTA.NFTA_CHAIN_TABLE, _table)
            .Add(NFTA.NFTA_CHAIN_NAME, name)
            .Nest(NFTA.NFTA_CHAIN_HOOK, request => request.Add(NFTA.NFTA_HOOK_HOOKNUM, hook).Add(NFTA.NFTA_HOOK_PRIORITY, unchecked((uint)priority)))
            .Add(NFTA.NFTA_CHAIN_TYPE, "filter");
    }

    private void Rule(string chain, TraceFlow flow, DateTimeOffset expiry)
    {
        Begin(NFTA.NFT_MSG_NEWRULE, NLMSG.NLM_F_CREATE | NLMSG.NLM_F_APPEND);
        _request
            .Add(NFTA.NFTA_RULE_TABLE, _table)
            .Add(NFTA.NFTA_RULE_CHAIN, chain)
            .Nest(NFTA.NFTA_RULE_EXPRESSIONS, request => TraceRuleExpressions.Write(request, flow, expiry));
    }
}
