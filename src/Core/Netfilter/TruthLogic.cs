namespace NetPath.Core.Netfilter;

/// <summary>Three-valued logic: unknown stays unknown unless the other side decides.</summary>
internal static class TruthLogic
{
    public static Truth From(bool value) => value ? Truth.Yes : Truth.No;

    public static Truth Not(this Truth value) => value switch
    {
        Truth.Yes => Truth.No,
        Truth.No => Truth.Yes,
        _ => Truth.Unknown,
    };

    public static Truth NotIf(this Truth value, bool negate) => negate ? value.Not() : value;

    public static Truth And(this Truth left, Truth right) =>
        left == Truth.No || right == Truth.No ? Truth.No
        : left == Truth.Yes && right == Truth.Yes ? Truth.Yes
        : Truth.Unknown;

    public static Truth Or(this Truth left, Truth right) => left.Not().And(right.Not()).Not();
}
