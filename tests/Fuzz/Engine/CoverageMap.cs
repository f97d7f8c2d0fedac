using System.Numerics;
using System.Runtime.InteropServices;
using SharpFuzz.Common;

namespace NetPath.Fuzz.Engine;

/// <summary>
/// Which branches an execution took, and which any one took before. The instrumented code counts each step from one basic block to another in a byte; how
/// often counts only by its order of magnitude, so that a loop that runs once more is nothing new.
/// </summary>
internal sealed unsafe class CoverageMap
{
    private const int Size = 1 << 16;

    private readonly byte* _counts = (byte*)NativeMemory.AllocZeroed(Size);
    private readonly byte[] _seen = new byte[Size];

    /// <summary>Makes this map the one that instrumented code writes to.</summary>
    public void Attach() => Trace.SharedMem = _counts;

    /// <summary>Steps that any execution took so far.</summary>
    public int Steps { get; private set; }

    /// <summary>Forgets the last execution.</summary>
    public void Clear()
    {
        new Span<byte>(_counts, Size).Clear();
        Trace.PrevLocation = 0;
    }

    /// <summary>Adds the last execution to what was seen; true when it took a step that none took before, or one much more often.</summary>
    public bool Add()
    {
        bool isNew = false;
        ReadOnlySpan<ulong> words = new(_counts, Size / sizeof(ulong));
        for (int word = 0; word < words.Length; word++)
        {
            if (words[word] != 0)
            {
                isNew |= Add(word * sizeof(ulong));
            }
        }

        return isNew;
    }

    /// <summary>The steps of the last execution with their magnitudes, as numbers that identify them.</summary>
    public HashSet<int> LastSteps() =>
        [.. Enumerable.Range(0, Size).Where(i => _counts[i] != 0).Select(i => (i << 3) | BitOperations.Log2(Magnitude(_counts[i])))];

    private bool Add(int start)
    {
        bool isNew = false;
        for (int i = start; i < start + sizeof(ulong); i++)
        {
            byte magnitude = Magnitude(_counts[i]);
            if ((magnitude & ~_seen[i]) != 0)
            {
                Steps += _seen[i] == 0 ? 1 : 0;
                _seen[i] |= magnitude;
                isNew = true;
            }
        }

        return isNew;
    }

    // 1, 2, 3, 4-7, 8-15, 16-31, 32-127, 128 and more: a bit each.
    private static byte Magnitude(byte count) => count switch
    {
        0 => 0,
        1 => 1,
        2 => 2,
        3 => 4,
        < 8 => 8,
        < 16 => 16,
        < 32 => 32,
        < 128 => 64,
        _ => 128,
    };
}
