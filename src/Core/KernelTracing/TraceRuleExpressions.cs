using System.Buffers.Binary;
using NetPath.Core.Netlink;
using NetPath.Core.Packets;

namespace NetPath.Core.KernelTracing;

/// <summary>
/// Writes the expressions of a trace rule: its conditions, among them that it is not too late, and <c>meta nftrace set 1</c>. What they compare
/// is what <c>nft --debug=netlink</c> shows for the same rule.
/// </summary>
internal sealed class TraceRuleExpressions
{
    private readonly NetlinkRequest _request;

    private TraceRuleExpressions(NetlinkRequest request) => _request = request;

    /// <summary>Writes them as elements of the attribute that is open.</summary>
    public static void Write(NetlinkRequest request, TraceFlow flow, DateTimeOffset expiry)
    {
        TraceRuleExpressions rule = new(request);
        rule.Before(expiry);
        if (flow.Protocol is Protocol protocol)
        {
            rule.LoadMeta(NFTA.NFT_META_L4PROTO);
            rule.Compare(NFTA.NFT_CMP_EQ, [(byte)protocol]);
        }

        bool ipv4 = flow.Family == IpFamily.IPv4;
        rule.Address(flow.Source, ipv4 ? 12u : 8u);
        rule.Address(flow.Destination, ipv4 ? 16u : 24u);
        rule.Port(flow.SourcePort, 0);
        rule.Port(flow.DestinationPort, 2);
        rule.Limit(flow.PacketsPerSecond);
        rule.SetTrace();
    }

    // The clock is in the machine's byte order, and a comparison for "less" wants the most significant byte first.
    private void Before(DateTimeOffset expiry)
    {
        LoadMeta(NFTA.NFT_META_TIME_NS);
        Element("byteorder", data => data
            .Add(NFTA.NFTA_BYTEORDER_SREG, NFTA.NFT_REG_1)
            .Add(NFTA.NFTA_BYTEORDER_DREG, NFTA.NFT_REG_1)
            .Add(NFTA.NFTA_BYTEORDER_OP, NFTA.NFT_BYTEORDER_HTON)
            .Add(NFTA.NFTA_BYTEORDER_LEN, sizeof(ulong))
            .Add(NFTA.NFTA_BYTEORDER_SIZE, sizeof(ulong)));
        byte[] nanoseconds = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteInt64BigEndian(nanoseconds, (expiry - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick);
        Compare(NFTA.NFT_CMP_LT, nanoseconds);
    }

    private void Address(IpAddress? address, uint offset)
    {
        if (address is IpAddress given)
        {
            byte[] bytes = given.ToIPAddress().GetAddressBytes();
            LoadPayload(NFTA.NFT_PAYLOAD_NETWORK_HEADER, offset, (uint)bytes.Length);
            Compare(NFTA.NFT_CMP_EQ, bytes);
        }
    }

    private void Port(int? port, uint offset)
    {
        if (port is int given)
        {
            LoadPayload(NFTA.NFT_PAYLOAD_TRANSPORT_HEADER, offset, sizeof(ushort));
            Compare(NFTA.NFT_CMP_EQ, [(byte)(given >> 8), (byte)given]);
        }
    }

    // "limit rate N/second burst N packets"; it stands last, so that it counts packets of the flow alone.
    private void Limit(int? packetsPerSecond)
    {
        if (packetsPerSecond is int rate)
        {
            Element("limit", data => data
                .Add(NFTA.NFTA_LIMIT_RATE, Long((ulong)rate))
                .Add(NFTA.NFTA_LIMIT_UNIT, Long(1))
                .Add(NFTA.NFTA_LIMIT_BURST, (uint)rate)
                .Add(NFTA.NFTA_LIMIT_TYPE, NFTA.NFT_LIMIT_PKTS));
        }
    }

    private static byte[] Long(ulong value)
    {
        byte[] bytes = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, value);
        return bytes;
    }

    private void SetTrace()
    {
        Element("immediate", data => data
            .Add(NFTA.NFTA_IMMEDIATE_DREG, NFTA.NFT_REG_1)
            .Nest(NFTA.NFTA_IMMEDIATE_DATA, value => value.Add(NFTA.NFTA_DATA_VALUE, [1])));
        Element("meta", data => data.Add(NFTA.NFTA_META_KEY, NFTA.NFT_META_NFTRACE).Add(NFTA.NFTA_META_SREG, NFTA.NFT_REG_1));
    }

    private void LoadMeta(uint key) => Element("meta", data => data.Add(NFTA.NFTA_META_DREG, NFTA.NFT_REG_1).Add(NFTA.NFTA_META_KEY, key));

    private void LoadPayload(uint header, uint offset, uint length) => Element("payload", data => data
        .Add(NFTA.NFTA_PAYLOAD_DREG, NFTA.NFT_REG_1)
        .Add(NFTA.NFTA_PAYLOAD_BASE, header)
        .Add(NFTA.NFTA_PAYLOAD_OFFSET, offset)
        .Add(NFTA.NFTA_PAYLOAD_LEN, length));

    private void Compare(uint operation, byte[] value) => Element("cmp", data => data
        .Add(NFTA.NFTA_CMP_SREG, NFTA.NFT_REG_1)
        .Add(NFTA.NFTA_CMP_OP, operation)
        .Nest(NFTA.NFTA_CMP_DATA, nested => nested.Add(NFTA.NFTA_DATA_VALUE, value)));

    private void Element(string name, Action<NetlinkRequest> data) => _request.Nest(
        NFTA.NFTA_LIST_ELEM,
        element => element.Add(NFTA.NFTA_EXPR_NAME, name).Nest(NFTA.NFTA_EXPR_DATA, data));
}
