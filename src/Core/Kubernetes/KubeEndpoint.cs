using System.Text.Json;
using NetPath.Core.Rendering;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Kubernetes;

/// <summary>One endpoint of a slice.</summary>
public sealed record KubeEndpoint
{
    private ObjectPlace? _slice;
    private int _index;

    /// <summary>Its addresses; kube-proxy uses the first.</summary>
    public string[] Addresses { get; init; } = [];

    /// <summary>True when it takes connections. What the slice leaves open counts as ready, as for kube-proxy.</summary>
    public bool Ready { get; init; }

    /// <summary>True when its program answers, also while the pod ends. What the slice leaves open is as ready as <see cref="Ready"/>.</summary>
    public bool Serving { get; init; }

    /// <summary>True when the pod is being deleted.</summary>
    public bool Terminating { get; init; }

    /// <summary>The node that it runs on; null when the slice does not say.</summary>
    public string? NodeName { get; init; }

    /// <summary>Its zone; null when the slice does not say.</summary>
    public string? Zone { get; init; }

    /// <summary>The pod, as namespace/name; null when it is none.</summary>
    public string? Pod { get; init; }

    /// <summary>The host name that the DNS knows it by below its Service's name; null when it has none.</summary>
    public string? Hostname { get; init; }

    /// <summary>The zones whose clients shall use it; empty for all.</summary>
    public string[] ZoneHints { get; init; } = [];

    /// <summary>The nodes whose clients shall use it; empty for all.</summary>
    public string[] NodeHints { get; init; } = [];

    internal static KubeEndpoint Parse(ObjectJson json, ObjectPlace slice, int index)
    {
        ObjectJson conditions = json.Child("conditions");
        ObjectJson target = json.Child("targetRef");
        ObjectJson hints = json.Child("hints");
        bool ready = conditions.Truth("ready") ?? true;
        return new KubeEndpoint
        {
            Addresses = json.Texts("addresses"),
            Ready = ready,
            Serving = conditions.Truth("serving") ?? ready,
            Terminating = conditions.Truth("terminating") ?? false,
            NodeName = json.Text("nodeName"),
            Zone = json.Text("zone"),
            Hostname = json.Text("hostname"),
            Pod = target.Text("kind") == "Pod" ? $"{target.Text("namespace")}/{target.Text("name")}" : null,
            ZoneHints = [.. hints.Items("forZones").Select(zone => zone.Text("name")).OfType<string>()],
            NodeHints = [.. hints.Items("forNodes").Select(node => node.Text("name")).OfType<string>()],
            _slice = slice,
            _index = index,
        };
    }

    /// <summary>The endpoint's own text in its slice.</summary>
    public Evidence? GetEvidence()
    {
        if (_slice is null)
        {
            return null;
        }

        // Read again: 50,000 endpoints do not each keep their text.
        using JsonDocument slice = JsonDocument.Parse(_slice.Json);
        JsonElement endpoint = slice.RootElement.GetProperty("endpoints")[_index];
        string text = endpoint.GetRawText();
        return _slice.ToEvidence(string.Join(' ', PlainText.Clean(text.ReplaceLineEndings(" ")).Split(' ', StringSplitOptions.RemoveEmptyEntries)));
    }

    /// <inheritdoc/>
    public override string ToString() => string.Join(", ", Addresses);
}
