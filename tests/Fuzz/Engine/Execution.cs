using System.Diagnostics;
using NetPath.Fuzz.Targets;

namespace NetPath.Fuzz.Engine;

/// <summary>Runs single inputs of one target, and holds them to its limits.</summary>
internal sealed class Execution(FuzzTarget target, Func<byte[], string?> run)
{
    private const string TooMuchMemory = "takes too much memory";

    private Running? _running;

    /// <summary>The input that runs now and since when, for another thread to watch; null between inputs.</summary>
    public Running? Current => Volatile.Read(ref _running);

    /// <summary>Bytes that the last input made the parser allocate.</summary>
    public long Allocated { get; private set; }

    /// <summary>Runs an input; gives what is wrong with it, or null.</summary>
    public Finding? Run(byte[] input)
    {
        // What is made once, when it is first needed, is not the input's doing: only what it takes the second time counts.
        return RunOnce(input) is Finding finding && (finding.Kind != TooMuchMemory || RunOnce(input) is not null) ? finding : null;
    }

    private Finding? RunOnce(byte[] input)
    {
        Volatile.Write(ref _running, new Running(input, Environment.CpuUsage.TotalTime, Stopwatch.GetTimestamp()));
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            run(input);
        }
        catch (Exception e)
        {
            return new Finding(target.Name, $"{e.GetType().Name} {Place(e)}", e.ToString(), input);
        }
        finally
        {
            Volatile.Write(ref _running, null);
        }

        long used = GC.GetAllocatedBytesForCurrentThread() - before;
        Allocated = used;
        long most = target.BaseMemory + (target.MemoryPerByte * input.Length);
        return used <= most ? null : new Finding(target.Name, TooMuchMemory, $"{used:N0} bytes were allocated, at most {most:N0} are allowed", input);
    }

    private static string Place(Exception e)
    {
        System.Reflection.MethodBase? method = new StackTrace(e).GetFrames().Select(frame => frame.GetMethod()).FirstOrDefault(one => one?.DeclaringType?.Namespace?.StartsWith("NetPath.Core", StringComparison.Ordinal) == true);
        return method is null ? "" : $"in {method.DeclaringType!.Name}.{method.Name}";
    }

    /// <summary>An input that runs.</summary>
    /// <param name="Input">The input.</param>
    /// <param name="Used">The processor time that this process had used when it began.</param>
    /// <param name="Since">When it began, in ticks of <see cref="Stopwatch"/>.</param>
    internal sealed record Running(byte[] Input, TimeSpan Used, long Since)
    {
        /// <summary>Whether it works for longer than that. On a busy machine it may stand still for a while, which is no fault of its own; for good it may not.</summary>
        public bool TakesLongerThan(TimeSpan limit)
        {
            TimeSpan passed = Stopwatch.GetElapsedTime(Since);
            return passed > 12 * limit || (passed > limit && Environment.CpuUsage.TotalTime - Used > limit);
        }
    }
}
