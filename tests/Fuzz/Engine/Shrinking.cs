namespace NetPath.Fuzz.Engine;

/// <summary>Makes the input of a finding shorter, as long as it stays the same finding.</summary>
internal static class Shrinking
{
    /// <summary>The finding with a shorter input; itself when none of its pieces can go.</summary>
    public static Finding Shrink(Finding finding, Execution execution)
    {
        for (int piece = finding.Input.Length / 2; piece > 0; piece /= 2)
        {
            for (int start = 0; start + piece <= finding.Input.Length;)
            {
                byte[] shorter = [.. finding.Input[..start], .. finding.Input[(start + piece)..]];
                if (execution.Run(shorter) is Finding same && same.Kind == finding.Kind)
                {
                    finding = same;
                }
                else
                {
                    start += piece;
                }
            }
        }

        return finding;
    }
}
