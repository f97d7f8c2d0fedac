using NetPath.Fuzz.Targets;

namespace NetPath.Fuzz.Engine;

/// <summary>
/// Changes inputs of a corpus at random, and keeps those that reach code no other reached. With the same corpus, seed and number of executions it does the same
/// again.
/// </summary>
internal sealed class FuzzLoop
{
    private const int MostFindings = 10;
    private const long MostToBuildOn = 4 << 20;
    private const string TooLong = "takes too long";
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    private readonly FuzzTarget _target;
    private readonly Execution _execution;
    private readonly CoverageMap _coverage = new();
    private readonly Random _random;
    private readonly Mutator _mutator;
    private readonly List<byte[]> _inputs = [];
    private readonly Dictionary<string, Finding> _findings = [];

    /// <summary>Makes a loop over one target.</summary>
    public FuzzLoop(FuzzTarget target, int seed)
    {
        _target = target;
        _execution = new Execution(target, InstrumentedCore.Runner(target.Name));
        _random = new Random(seed);
        _mutator = new Mutator(_random, target.Words);
    }

    /// <summary>Executions so far.</summary>
    public int Executions { get; private set; }

    /// <summary>Steps between basic blocks that were reached.</summary>
    public int Steps => _coverage.Steps;

    /// <summary>What was found, each kind once.</summary>
    public IReadOnlyCollection<Finding> Findings => _findings.Values;

    /// <summary>The inputs that reached something new, those of the corpus first.</summary>
    public IReadOnlyList<byte[]> Inputs => _inputs;

    /// <summary>Runs all inputs of the corpus, and then this many others.</summary>
    public void Run(IEnumerable<byte[]> corpus, int count)
    {
        // What runs cannot be stopped from outside; it is left behind on a thread that keeps nothing alive.
        Thread thread = new(() => Loop(corpus, count)) { IsBackground = true, Name = $"fuzz {_target.Name}" };
        thread.Start();
        while (!thread.Join(TimeSpan.FromMilliseconds(200)))
        {
            if (_execution.Current is Execution.Running running && running.TakesLongerThan(Longest))
            {
                Keep(new Finding(_target.Name, TooLong, $"did not end within {Longest.TotalSeconds} s", running.Input));
                return;
            }
        }
    }

    /// <summary>What was found, with inputs as short as can be; what takes too long would take too long to shorten.</summary>
    public IEnumerable<Finding> Shrunk() => Findings.Select(finding => finding.Kind == TooLong ? finding : Shrinking.Shrink(finding, _execution));

    /// <summary>The few inputs that together reach the most, those first that add the most.</summary>
    public List<byte[]> Best(int most)
    {
        List<(byte[] Input, HashSet<int> Steps)> left = [.. _inputs.OrderBy(input => input.Length).Select(input => (input, StepsOf(input)))];
        List<byte[]> kept = [];
        while (kept.Count < most && left.MaxBy(one => one.Steps.Count) is { Steps.Count: > 0 } best)
        {
            kept.Add(best.Input);
            HashSet<int> reached = [.. best.Steps];
            left.ForEach(one => one.Steps.ExceptWith(reached));
        }

        return kept;
    }

    private HashSet<int> StepsOf(byte[] input)
    {
        _coverage.Clear();
        _execution.Run(input);
        return _coverage.LastSteps();
    }

    private void Loop(IEnumerable<byte[]> corpus, int count)
    {
        _coverage.Attach();
        foreach (byte[] input in corpus)
        {
            Try(input);
            _inputs.Add(input);
        }

        for (int i = 0; i < count && _findings.Count < MostFindings; i++)
        {
            byte[] input = _mutator.Change(Pick(), Pick());
            if (Try(input))
            {
                _inputs.Add(input);
            }
        }
    }

    // Half of the time one of those found last, whose surroundings are explored least.
    private byte[] Pick()
    {
        if (_inputs.Count == 0)
        {
            return [];
        }

        int first = _random.Next(2) == 0 ? Math.Max(0, _inputs.Count - 16) : 0;
        return _inputs[_random.Next(first, _inputs.Count)];
    }

    private bool Try(byte[] input)
    {
        Executions++;
        _coverage.Clear();
        Finding? finding = _execution.Run(input);
        if (finding is not null)
        {
            Keep(finding);
        }

        // What is made of a costly input is costly too; most of the time would go there.
        return _coverage.Add() && finding is null && _execution.Allocated <= MostToBuildOn;
    }

    private void Keep(Finding finding)
    {
        lock (_findings)
        {
            if (!_findings.TryGetValue(finding.Kind, out Finding? known) || finding.Input.Length < known.Input.Length)
            {
                _findings[finding.Kind] = finding;
            }
        }
    }
}
