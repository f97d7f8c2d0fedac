using NetPath.Core.Netlink;
using NetPath.Core.Packets;

namespace NetPath.Core.KernelTracing;

/// <summary>
/// The batch of messages that puts a trace table into nf_tables: chains at prerouting and output, before all others, whose rules set the trace bit
/// of the packets asked for. Legacy ip_tables looks at the same bit (skb->nf_trace), so one table serves both.
/// </summary>
internal sealed class TraceTableRequest
{
    // Before raw and before defragmentation (enum nf_ip_hook_priorities).
    private const int Priority = -500;
    private const uint NF_INET_PRE_ROUTING = 0;
    private const uint NF_INET_LOCAL_OUT = 3;

    private static readonly (string Name, uint Hook)[] Chains = [("prerouting", NF_INET_PRE_ROUTING), ("output", NF_INET_LOCAL_OUT)];

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
    /// <param name="flows">The packets to trace; of this family.</param>
    /// <param name="owned">The table shall go when the socket is closed (kernel 5.12).</param>
    /// <param name="expiry">When the rules shall have no effect any more, even if the table stays.</param>
    /// <param name="nextSequence">Numbers the messages.</param>
    /// <param name="last">The number of the message whose acknowledgement says that all is done.</param>
    public static NetlinkRequest Create(string table, IpFamily family, IEnumerable<TraceFlow> flows, bool owned, DateTimeOffset expiry, Func<uint> nextSequence, out uint last)
    {
        TraceTableRequest request = new(nextSequence, family == IpFamily.IPv4 ? NLMSG.AF_INET : NLMSG.AF_INET6, table);
        request.Batch(NLMSG.NFNL_MSG_BATCH_BEGIN);
        request.Table(owned);
        foreach ((string name, uint hook) in Chains)
        {
            request.Chain(name, hook);
        }

        foreach (TraceFlow flow in flows)
        {
            foreach ((string name, _) in Chains)
            {
                request.Rule(name, flow, expiry);
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
        _request.Add(NFTA.NFTA_CHAIN_TABLE, _table).Add(NFTA.NFTA_CHAIN_NAME, Chains[^1].Name);
        Batch(NLMSG.NFNL_MSG_BATCH_END);
        return sequence;
    }

    private void Table(bool owned)
    {
        Begin(NFTA.NFT_MSG_NEWTABLE, NLMSG.NLM_F_CREATE);
        _request.Add(NFTA.NFTA_TABLE_NAME, _table).Add(NFTA.NFTA_TABLE_FLAGS, owned ? NFTA.NFT_TABLE_F_OWNER : 0);
    }

    private void Chain(string name, uint hook)
    {
        Begin(NFTA.NFT_MSG_NEWCHAIN, NLMSG.NLM_F_CREATE);
        _request
            .Add(NFTA.NFTA_CHAIN_TABLE, _table)
            .Add(NFTA.NFTA_CHAIN_NAME, name)
            .Nest(NFTA.NFTA_CHAIN_HOOK, request => request.Add(NFTA.NFTA_HOOK_HOOKNUM, hook).Add(NFTA.NFTA_HOOK_PRIORITY, unchecked((uint)Priority)))
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
