using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;

namespace NetPath.PowerShellHost;

/// <summary>What the engine sees of this program: name, culture, user interface, and the wish to exit.</summary>
internal sealed class ConsoleHost(ConsoleUserInterface userInterface) : PSHost
{
    private readonly Guid _instanceId = Guid.NewGuid();

    /// <inheritdoc/>
    public override string Name => "NetPathHost";

    /// <inheritdoc/>
    public override Version Version { get; } = typeof(ConsoleHost).Assembly.GetName().Version!;

    /// <inheritdoc/>
    public override Guid InstanceId => _instanceId;

    /// <inheritdoc/>
    public override PSHostUserInterface UI => userInterface;

    /// <inheritdoc/>
    public override CultureInfo CurrentCulture => CultureInfo.InvariantCulture;

    /// <inheritdoc/>
    public override CultureInfo CurrentUICulture { get; } = CultureInfo.GetCultureInfo("en-US");

    /// <summary>The exit code that a script asked for, or null while nothing asked to leave.</summary>
    public int? ExitCode { get; private set; }

    /// <inheritdoc/>
    public override PSObject PrivateData { get; } = new();

    /// <inheritdoc/>
    public override void SetShouldExit(int exitCode) => ExitCode = exitCode;

    /// <inheritdoc/>
    public override void EnterNestedPrompt() =>
        throw new PSNotSupportedException("This host has no nested prompts; run the script in pwsh to debug it.");

    /// <inheritdoc/>
    public override void ExitNestedPrompt()
    {
    }

    /// <inheritdoc/>
    public override void NotifyBeginApplication()
    {
    }

    /// <inheritdoc/>
    public override void NotifyEndApplication()
    {
    }
}
