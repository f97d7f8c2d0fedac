using System.Text.Json.Serialization;

namespace NetPath.Unit.KubeProxy;

/// <summary>A packet and what kube-proxy's authors expect of it.</summary>
internal sealed record ExpectedFlow(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("sourceIP")] string Source,
    [property: JsonPropertyName("protocol")] string Protocol,
    [property: JsonPropertyName("destIP")] string Destination,
    [property: JsonPropertyName("destPort")] int Port,
    [property: JsonPropertyName("output")] string Output,
    [property: JsonPropertyName("masq")] bool Masquerades);
