using System.Collections.Concurrent;

namespace NetPath.Lab.TwoNodes;

/// <summary>
/// Makes faults one at a time on each of several pairs of nodes, since most of the time goes by while a client waits for an answer that does not come.
/// </summary>
public abstract class FaultBench : IDisposable
{
    private readonly LabNode _machine;
    private readonly IReadOnlyDictionary<string, NodeFault> _faults;
    private readonly int _pairs;
    private readonly ConcurrentDictionary<string, TaskCompletionSource<FaultRun>> _runs = new();
    private readonly Lazy<Task> _work;

    /// <summary>Nothing is built before the first fault is asked for.</summary>
    private protected FaultBench(LabNode machine, IReadOnlyDictionary<string, NodeFault> faults, int pairs)
    {
        ArgumentNullException.ThrowIfNull(machine);
        _machine = machine;
        _faults = faults;
        _pairs = pairs;
        _work = new Lazy<Task>(Start);
    }

    /// <summary>What came of a fault.</summary>
    public async Task<FaultRun> Of(string name)
    {
        _machine.SkipUnlessUp();
        _ = _work.Value;
        return await Run(name).Task;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        GC.SuppressFinalize(this);
        if (_work.IsValueCreated)
        {
            _work.Value.Wait();
        }
    }

    /// <summary>A healthy pair of nodes.</summary>
    private protected abstract TwoNodeLab Build(LabNode machine);

    private TaskCompletionSource<FaultRun> Run(string name) => _runs.GetOrAdd(name, _ => new TaskCompletionSource<FaultRun>(TaskCreationOptions.RunContinuationsAsynchronously));

    private Task Start()
    {
        ConcurrentQueue<string> waiting = new(_faults.Keys);
        return Task.WhenAll(Enumerable.Range(0, _pairs).Select(_ => Task.Run(() => Work(waiting))));
    }

    private void Work(ConcurrentQueue<string> waiting)
    {
        TwoNodeLab? lab = null;
        try
        {
            while (waiting.TryDequeue(out string? name))
            {
                try
                {
                    lab ??= Build(_machine);
                    Run(name).SetResult(_faults[name].Make(lab));
                }
                catch (Exception error)
                {
                    Run(name).SetException(error);
                    lab?.Dispose();
                    lab = null;
                }
            }
        }
        finally
        {
            lab?.Dispose();
        }
    }
}
