namespace NetPath.Lab.Oracle;

/// <summary>One match or target of iptables that random rules are made of.</summary>
/// <param name="Name">What the summary calls it.</param>
/// <param name="Text">Draws its options.</param>
internal sealed record Feature(string Name, Func<Draw, string> Text)
{
    /// <summary>The hooks where the kernel accepts it.</summary>
    public Hooks Hooks { get; init; } = Hooks.All;

    /// <summary>The tables where the kernel accepts it; empty for all.</summary>
    public IReadOnlyList<string> Tables { get; init; } = [];

    /// <summary>The protocol that the rule must name; null for any, "tcp or udp" for one of these.</summary>
    public string? Needs { get; init; }

    /// <summary>4 or 6 when it is of one version only; 0 for both.</summary>
    public int Version { get; init; }

    /// <summary>How often it is drawn, compared with others.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>A walk must be able to answer it: it has to be seen to match and not to match.</summary>
    public bool IsModelled { get; init; } = true;

    /// <summary>Chance decides whether it matches.</summary>
    public bool IsChance { get; init; }

    /// <summary>The sender decides it, and a request does not say: the evaluator answers it only where a rule has set it, or no sender can matter.</summary>
    public bool SenderDecides { get; init; }

    /// <summary>A snapshot answers it with yes or no.</summary>
    public bool IsCertain => IsModelled && !IsChance && !SenderDecides;

    /// <summary>A target that ends the chain.</summary>
    public bool Ends { get; init; }

    /// <summary>True where a rule with it may stand.</summary>
    public bool FitsInto(string table, Hooks hooks, int version) =>
        (hooks & ~Hooks) == 0 && (Tables.Count == 0 || Tables.Contains(table)) && (Version == 0 || Version == version);
}
