namespace NetPath.Core.Policies;

/// <summary>What a rule's chain stands for: the object that somebody wrote, of which a network plugin or kube-proxy made the rule.</summary>
public sealed record RuleSubject
{
    /// <summary>The name of a <see cref="RuleSubjectKind"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>The namespace of the object; null when it belongs to none, or the rules do not say.</summary>
    public string? Namespace { get; init; }

    /// <summary>The object's name. Of a policy whose name is hashed and of which nothing tells the name: the chain.</summary>
    public required string Name { get; init; }

    /// <summary>For a pod or host endpoint: the policies and profiles that its chain asks before the rule, as Kind and name, in their order; empty when it asks none.</summary>
    public string[] Policies { get; init; } = [];

    /// <summary>Namespace and name as kubectl users write them.</summary>
    public string FullName => Namespace is null ? Name : $"{Namespace}/{Name}";

    /// <summary>Kind and name: <c>NetworkPolicy default/numbers-clients</c>.</summary>
    public override string ToString() => $"{Kind} {FullName}";
}
