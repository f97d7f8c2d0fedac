using NetPath.Core.Packets;

namespace NetPath.Core.Dns;

/// <summary>One question to one server.</summary>
/// <param name="Name">The whole name, without the last dot.</param>
/// <param name="Type">The type of record.</param>
/// <param name="Server">The server.</param>
/// <param name="Tcp">True for TCP, false for UDP.</param>
/// <param name="TimeoutSeconds">How long the resolver waits for the answer.</param>
public sealed record NameQuestion(string Name, DnsRecordType Type, IpAddress Server, bool Tcp, int TimeoutSeconds);
