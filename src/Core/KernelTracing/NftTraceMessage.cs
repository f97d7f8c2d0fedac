using NetPath.Core.Netfilter;
using NetPath.Core.Netlink;
using NetPath.Core.Packets;

namespace NetPath.Core.KernelTracing;

/// <summary>Reads the trace event of nf_tables (nft_trace_notify() in net/netfilter/nf_tables_trace.c).</summary>
internal ref struct NftTraceMessage
{
    private const uint AnyFamily = 0;
    private const uint FamilyInet = 1;

    private string _table;
    private string _chain;
    private ulong? _handle;
    private uint _type;
    private string? _verdict;
    private string? _target;
    private uint? _id;
    private uint _mark;
    private string? _policy;
    private string? _in;
    private string? _out;
    private ReadOnlySpan<byte> _network;
    private ReadOnlySpan<byte> _transport;

    /// <summary>Reads an event.</summary>
    /// <param name="message">A message NFT_MSG_TRACE.</param>
    /// <param name="interfaceName">Names an interface of the namespace by its index; null when there is none of that index.</param>
    /// <returns>The event, or null when it is of no kind that is known.</returns>
    public static KernelTraceEvent? Read(NetlinkMessage message, Func<uint, string?> interfaceName)
    {
        NftTraceMessage trace = new() { _table = "", _chain = "" };
        NetlinkAttributes attributes = message.Attributes;
        while (attributes.Next())
        {
            trace.Take(attributes, interfaceName);
        }

        return trace.ToEvent(FamilyName(message.Family));
    }

    private void Take(NetlinkAttributes attribute, Func<uint, string?> interfaceName)
    {
        switch (attribute.Type)
        {
            case NFTA.NFTA_TRACE_TABLE: _table = attribute.Text; break;
            case NFTA.NFTA_TRACE_CHAIN: _chain = attribute.Text; break;
            case NFTA.NFTA_TRACE_RULE_HANDLE: _handle = attribute.LongNumber; break;
            case NFTA.NFTA_TRACE_TYPE: _type = attribute.Number; break;
            case NFTA.NFTA_TRACE_VERDICT: TakeVerdict(attribute.Nested); break;
            case NFTA.NFTA_TRACE_ID: _id = attribute.Number; break;
            case NFTA.NFTA_TRACE_MARK: _mark = attribute.Number; break;
            case NFTA.NFTA_TRACE_POLICY: _policy = NftVerdict.Name((int)attribute.Number); break;
            case NFTA.NFTA_TRACE_IIF: _in = interfaceName(attribute.Number); break;
            case NFTA.NFTA_TRACE_OIF: _out = interfaceName(attribute.Number); break;
            case NFTA.NFTA_TRACE_NETWORK_HEADER: _network = attribute.Value; break;
            case NFTA.NFTA_TRACE_TRANSPORT_HEADER: _transport = attribute.Value; break;
        }
    }

    private void TakeVerdict(NetlinkAttributes attributes)
    {
        while (attributes.Next())
        {
            if (attributes.Type == NFTA.NFTA_VERDICT_CODE)
            {
                _verdict = NftVerdict.Name((int)attributes.Number);
            }
            else if (attributes.Type == NFTA.NFTA_VERDICT_CHAIN)
            {
                _target = attributes.Text;
            }
        }
    }

    private readonly KernelTraceEvent? ToEvent(string family)
    {
        KernelTraceStep? step = _type switch
        {
            // Newer kernels report the end of a chain as a rule without a handle (seen on 6.18).
            NFTA.NFT_TRACETYPE_RULE => _handle is null ? KernelTraceStep.Return : KernelTraceStep.Rule,
            NFTA.NFT_TRACETYPE_RETURN => KernelTraceStep.Return,
            NFTA.NFT_TRACETYPE_POLICY => KernelTraceStep.Policy,
            _ => null,
        };
        TracedHeaders? headers = _network.Length > 0 ? PacketHeaders.Read(_network, _transport, _mark) : null;
        return step is null ? null : new KernelTraceEvent
        {
            Backend = RulesetBackend.NfTables,
            Step = step.Value,
            Family = family,
            Table = _table,
            Chain = _chain,
            RuleHandle = _handle,
            Verdict = step == KernelTraceStep.Policy ? _policy ?? _verdict : _verdict,
            Target = _target,
            PacketId = _id,
            InInterface = _in,
            OutInterface = _out,
            Packet = headers?.Packet,
            Identity = headers?.Identity,
            Text = ToText(family, step.Value),
        };
    }

    // The words of `nft monitor trace`; the rule's own text is not in the event, so its handle stands for it.
    private readonly string ToText(string family, KernelTraceStep step)
    {
        string start = $"trace id {_id ?? 0:x8} {family} {_table} {_chain}";
        string verdict = $"(verdict {_verdict}{(_target is null ? "" : $" {_target}")})";
        return step switch
        {
            KernelTraceStep.Rule => $"{start} rule handle {_handle} {verdict}",
            KernelTraceStep.Return => $"{start} return {verdict}",
            _ => $"{start} policy {_policy ?? _verdict}",
        };
    }

    private static string FamilyName(byte family) => (uint)family switch
    {
        AnyFamily => "",
        FamilyInet => "inet",
        NLMSG.AF_INET => "ip",
        NLMSG.AF_INET6 => "ip6",
        3 => "arp",
        5 => "netdev",
        7 => "bridge",
        _ => $"{family}",
    };
}
