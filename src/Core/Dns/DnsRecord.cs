namespace NetPath.Core.Dns;

/// <summary>One record of an answer.</summary>
/// <param name="Name">The name that it is of.</param>
/// <param name="Type">A, AAAA, CNAME or SRV.</param>
/// <param name="Data">An address; a name; or priority, weight, port and target of SRV. "?" stands for what a server may choose.</param>
public sealed record DnsRecord(string Name, string Type, string Data)
{
    /// <summary>True for a record that holds an address.</summary>
    internal bool IsAddress => Type is nameof(DnsRecordType.A) or nameof(DnsRecordType.AAAA);

    /// <inheritdoc/>
    public override string ToString() => $"{Name} {Type} {Data}";
}
