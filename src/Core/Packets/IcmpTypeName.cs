using System.Globalization;

namespace NetPath.Core.Packets;

/// <summary>The names that iptables and ipset give to ICMP types, alone or with a code.</summary>
internal static class IcmpTypeName
{
    private const int AnyCode = -1;

    private static readonly Dictionary<string, (byte Type, int Code)> Version4 = new(StringComparer.OrdinalIgnoreCase)
    {
        ["echo-reply"] = (0, AnyCode),
        ["pong"] = (0, AnyCode),
        ["destination-unreachable"] = (3, AnyCode),
        ["network-unreachable"] = (3, 0),
        ["host-unreachable"] = (3, 1),
        ["protocol-unreachable"] = (3, 2),
        ["port-unreachable"] = (3, 3),
        ["fragmentation-needed"] = (3, 4),
        ["source-route-failed"] = (3, 5),
        ["network-unknown"] = (3, 6),
        ["host-unknown"] = (3, 7),
        ["network-prohibited"] = (3, 9),
        ["host-prohibited"] = (3, 10),
        ["TOS-network-unreachable"] = (3, 11),
        ["TOS-host-unreachable"] = (3, 12),
        ["communication-prohibited"] = (3, 13),
        ["host-precedence-violation"] = (3, 14),
        ["precedence-cutoff"] = (3, 15),
        ["source-quench"] = (4, AnyCode),
        ["redirect"] = (5, AnyCode),
        ["network-redirect"] = (5, 0),
        ["host-redirect"] = (5, 1),
        ["TOS-network-redirect"] = (5, 2),
        ["TOS-host-redirect"] = (5, 3),
        ["echo-request"] = (8, AnyCode),
        ["ping"] = (8, AnyCode),
        ["router-advertisement"] = (9, AnyCode),
        ["router-solicitation"] = (10, AnyCode),
        ["time-exceeded"] = (11, AnyCode),
        ["ttl-exceeded"] = (11, AnyCode),
        ["ttl-zero-during-transit"] = (11, 0),
        ["ttl-zero-during-reassembly"] = (11, 1),
        ["parameter-problem"] = (12, AnyCode),
        ["ip-header-bad"] = (12, 0),
        ["required-option-missing"] = (12, 1),
        ["timestamp-request"] = (13, AnyCode),
        ["timestamp-reply"] = (14, AnyCode),
        ["address-mask-request"] = (17, AnyCode),
        ["address-mask-reply"] = (18, AnyCode),
    };

    private static readonly Dictionary<string, (byte Type, int Code)> Version6 = new(StringComparer.OrdinalIgnoreCase)
    {
        ["destination-unreachable"] = (1, AnyCode),
        ["no-route"] = (1, 0),
        ["communication-prohibited"] = (1, 1),
        ["beyond-scope"] = (1, 2),
        ["address-unreachable"] = (1, 3),
        ["port-unreachable"] = (1, 4),
        ["failed-policy"] = (1, 5),
        ["reject-route"] = (1, 6),
        ["packet-too-big"] = (2, AnyCode),
        ["time-exceeded"] = (3, AnyCode),
        ["ttl-exceeded"] = (3, AnyCode),
        ["ttl-zero-during-transit"] = (3, 0),
        ["ttl-zero-during-reassembly"] = (3, 1),
        ["parameter-problem"] = (4, AnyCode),
        ["bad-header"] = (4, 0),
        ["unknown-header-type"] = (4, 1),
        ["unknown-option"] = (4, 2),
        ["echo-request"] = (128, AnyCode),
        ["ping"] = (128, AnyCode),
        ["echo-reply"] = (129, AnyCode),
        ["pong"] = (129, AnyCode),
        ["mld-listener-query"] = (130, AnyCode),
        ["mld-listener-report"] = (131, AnyCode),
        ["mld-listener-done"] = (132, AnyCode),
        ["mld-listener-reduction"] = (132, AnyCode),
        ["router-solicitation"] = (133, AnyCode),
        ["router-advertisement"] = (134, AnyCode),
        ["neighbour-solicitation"] = (135, AnyCode),
        ["neighbor-solicitation"] = (135, AnyCode),
        ["neighbour-advertisement"] = (136, AnyCode),
        ["neighbor-advertisement"] = (136, AnyCode),
        ["redirect"] = (137, AnyCode),
    };

    /// <summary>Reads a name, a type such as <c>8</c>, or type and code such as <c>3/1</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="version6">True for ICMPv6.</param>
    /// <param name="type">The type.</param>
    /// <param name="code">The code; null when any will do.</param>
    public static bool TryParse(string text, bool version6, out byte type, out byte? code)
    {
        if ((version6 ? Version6 : Version4).TryGetValue(text, out (byte Type, int Code) named))
        {
            type = named.Type;
            code = named.Code == AnyCode ? null : (byte)named.Code;
            return true;
        }

        code = null;
        int slash = text.IndexOf('/', StringComparison.Ordinal);
        bool readable = TryNumber(slash < 0 ? text : text[..slash], out type);
        if (readable && slash >= 0)
        {
            readable = TryNumber(text[(slash + 1)..], out byte number);
            code = number;
        }

        return readable;
    }

    private static bool TryNumber(string text, out byte number) => byte.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
