namespace NetPath.Core.Dns;

/// <summary>The types of records that are asked for, by the numbers of RFC 1035, 2782 and 3596.</summary>
public enum DnsRecordType
{
    /// <summary>An IPv4 address.</summary>
    A = 1,

    /// <summary>Another name that stands for this one.</summary>
    CNAME = 5,

    /// <summary>An IPv6 address.</summary>
    AAAA = 28,

    /// <summary>Port and host of a named port.</summary>
    SRV = 33,
}
