namespace NetPath.Bench.Measures;

/// <summary>One line of the report.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Value">The figure with its unit.</param>
/// <param name="Target">The target, as text; null when there is none.</param>
/// <param name="Met">Whether the target is met; null when there is none.</param>
internal sealed record Figure(string Name, string Value, string? Target = null, bool? Met = null)
{
    public static Figure Milliseconds(string name, double value, double? most = null) =>
        new(name, $"{value:N1} ms", most is double limit ? $"<= {limit:N0} ms" : null, most is null ? null : value <= most);

    public static Figure Microseconds(string name, double value, double? most = null) =>
        new(name, $"{value * 1000:N0} us", most is double limit ? $"<= {limit * 1000:N0} us" : null, most is null ? null : value <= most);

    public static Figure Limited(string name, double value, string unit, double most) => new(name, $"{value:N1} {unit}", $"<= {most:N0} {unit}", value <= most);

    public static Figure Ratio(string name, double value, double? most = null) =>
        new(name, $"{value:N2}", most is double limit ? $"<= {limit:N2}" : null, most is null ? null : value <= most);
}
