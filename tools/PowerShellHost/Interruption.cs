using System.Management.Automation.Runspaces;

namespace NetPath.PowerShellHost;

/// <summary>Ctrl+C: stops the pipeline that runs. A second Ctrl+C, while the first has not taken effect, ends the process.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly Lock _lock = new();
    private Pipeline? _running;
    private bool _stopping;

    public Interruption() => Console.CancelKeyPress += Stop;

    /// <summary>Ctrl+C belongs to this pipeline until the result is disposed.</summary>
    public IDisposable During(Pipeline pipeline)
    {
        lock (_lock)
        {
            _running = pipeline;
            _stopping = false;
        }

        return new Claim(this);
    }

    /// <inheritdoc/>
    public void Dispose() => Console.CancelKeyPress -= Stop;

    private void Stop(object? sender, ConsoleCancelEventArgs press)
    {
        lock (_lock)
        {
            press.Cancel = _running is not null && !_stopping;
            if (press.Cancel)
            {
                _stopping = true;
                _running!.StopAsync();
            }
        }
    }

    private void Release()
    {
        lock (_lock)
        {
            _running = null;
        }
    }

    private sealed class Claim(Interruption owner) : IDisposable
    {
        public void Dispose() => owner.Release();
    }
}
