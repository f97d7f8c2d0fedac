using System.Management.Automation.Runspaces;

namespace NetPath.PowerShellHost;

/// <summary>
/// Ctrl+C: stops the pipeline that runs. Pressed again while that has not taken effect it ends the process: at the second press where
/// one command was asked for, at the third in an interactive session, which otherwise outlives every Ctrl+C.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private readonly Lock _lock = new();
    private Pipeline? _running;
    private int _presses;

    public Interruption() => Console.CancelKeyPress += Stop;

    /// <summary>True while the session is at a prompt of its own, and no single Ctrl+C may end it.</summary>
    public bool IsInteractive { get; set; }

    /// <summary>Ctrl+C belongs to this pipeline until the result is disposed.</summary>
    public IDisposable During(Pipeline pipeline)
    {
        lock (_lock)
        {
            _running = pipeline;
            _presses = 0;
        }

        return new Claim(this);
    }

    /// <inheritdoc/>
    public void Dispose() => Console.CancelKeyPress -= Stop;

    private void Stop(object? sender, ConsoleCancelEventArgs press)
    {
        lock (_lock)
        {
            _presses++;
            // A program that the pipeline ran gets the same Ctrl+C and may have ended it before this handler runs: then nothing runs.
            press.Cancel = IsInteractive ? _running is null || _presses < 3 : _running is not null && _presses < 2;
            if (_presses == 1)
            {
                _running?.StopAsync();
            }
        }
    }

    private void Release()
    {
        lock (_lock)
        {
            _running = null;
            _presses = 0;
        }
    }

    private sealed class Claim(Interruption owner) : IDisposable
    {
        public void Dispose() => owner.Release();
    }
}
