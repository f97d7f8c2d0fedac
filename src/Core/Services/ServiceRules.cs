using NetPath.Core.Netfilter;
using NetPath.Core.Packets;

namespace NetPath.Core.Services;

/// <summary>All rules of one ruleset that lead to one Service port, before its chains are read.</summary>
internal sealed class ServiceRules(Ruleset ruleset, ServicePortName? name, string? hash, Protocol protocol)
{
    public Ruleset Ruleset { get; } = ruleset;

    public ServicePortName? Name { get; } = name;

    /// <summary>The 16 characters at the end of the Service's chains; null when only filter rules know the Service.</summary>
    public string? Hash { get; set; } = hash;

    public Protocol Protocol { get; } = protocol;

    public List<EntryRule> Entries { get; } = [];

    public EntryRule? First(EntryKind kind) => Entries.Find(entry => entry.Kind == kind);

    public IEnumerable<EntryRule> All(EntryKind kind) => Entries.Where(entry => entry.Kind == kind);
}
