using System.Diagnostics.CodeAnalysis;

namespace NetPath.Core.Dns;

/// <summary>
/// A name of the cluster's zone, taken apart as Kubernetes' DNS specification lays it out. Upper and lower case are the same.
/// </summary>
internal sealed record ClusterName
{
    private const string DefaultZone = "cluster.local";

    /// <summary>The zone itself, or a name of it that stands for no Service or pod.</summary>
    public required bool IsComplete { get; init; }

    /// <summary>True below <c>svc</c>, false below <c>pod</c>.</summary>
    public bool IsService { get; init; }

    public string Namespace { get; init; } = "";

    /// <summary>The Service, or the pod's address with dashes.</summary>
    public string Owner { get; init; } = "";

    /// <summary>The endpoint's host name; null when the Service itself is meant.</summary>
    public string? Endpoint { get; init; }

    /// <summary>The port's name; null when none is asked for.</summary>
    public string? Port { get; init; }

    /// <summary>tcp, udp or sctp; null when none is asked for.</summary>
    public string? Protocol { get; init; }

    /// <summary>True when the name has more or other parts than any name of the zone.</summary>
    public bool IsImpossible { get; init; }

    /// <summary>The zone that a search list names: what stands behind <c>svc.</c>; null when it names none.</summary>
    public static string? ZoneOf(IEnumerable<string> search)
    {
        foreach (string domain in search.Select(domain => domain.Trim('.')))
        {
            if (domain.StartsWith("svc.", StringComparison.OrdinalIgnoreCase))
            {
                return domain["svc.".Length..];
            }
        }

        return null;
    }

    /// <summary>The zone of most clusters, where nothing names another.</summary>
    public static string UsualZone => DefaultZone;

    /// <summary>Takes a name apart; false when it is not of the zone.</summary>
    public static bool TryParse(string name, string zone, [NotNullWhen(true)] out ClusterName? parsed)
    {
        string bare = name.TrimEnd('.');
        parsed = bare.Equals(zone, StringComparison.OrdinalIgnoreCase) ? new ClusterName { IsComplete = false }
            : bare.EndsWith($".{zone}", StringComparison.OrdinalIgnoreCase) ? Parse(bare[..^(zone.Length + 1)].ToLowerInvariant().Split('.'))
            : null;
        return parsed is not null;
    }

    private static ClusterName Parse(string[] labels)
    {
        string kind = labels[^1];
        if (kind is not ("svc" or "pod"))
        {
            return new ClusterName { IsComplete = false, IsImpossible = true };
        }

        bool service = kind == "svc";
        return labels.Length switch
        {
            1 or 2 => new ClusterName { IsComplete = false, IsService = service, Namespace = labels.Length == 2 ? labels[0] : "" },
            3 => new ClusterName { IsComplete = true, IsService = service, Namespace = labels[1], Owner = labels[0] },
            4 when service => new ClusterName { IsComplete = true, IsService = true, Namespace = labels[2], Owner = labels[1], Endpoint = labels[0] },
            5 when service => new ClusterName
            {
                IsComplete = true,
                IsService = true,
                Namespace = labels[3],
                Owner = labels[2],
                Protocol = labels[1].TrimStart('_'),
                Port = labels[0].TrimStart('_'),
            },
            _ => new ClusterName { IsComplete = false, IsImpossible = true },
        };
    }
}
