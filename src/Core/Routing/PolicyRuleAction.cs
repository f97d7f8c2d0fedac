namespace NetPath.Core.Routing;

/// <summary>What a policy rule does with the lookups that it matches (FR_ACT_* of fib_rules.h).</summary>
public enum PolicyRuleAction
{
    /// <summary>An action that NetPath does not know; a lookup that matches it is unknown.</summary>
    Unknown,

    /// <summary>Look in a table; when that finds nothing, go on with the next rule.</summary>
    Lookup,

    /// <summary>Go on with the rule of a later priority; without such a rule, with the next.</summary>
    Goto,

    /// <summary>Nothing; go on with the next rule.</summary>
    Nop,

    /// <summary>End the lookup: drop silently.</summary>
    Blackhole,

    /// <summary>End the lookup: network unreachable.</summary>
    Unreachable,

    /// <summary>End the lookup: administratively prohibited.</summary>
    Prohibit,
}
