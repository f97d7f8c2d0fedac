using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace NetPath.Cmdlets.Completion;

/// <summary>What a command line that is being typed says about the snapshot: its own -Snapshot, or what comes down the pipeline.</summary>
internal sealed class CommandLine(CommandAst command, IDictionary boundParameters)
{
    private readonly EngineIntrinsics? _engine = ScriptBlock.Create("$ExecutionContext").InvokeReturnAsIs() switch
    {
        PSObject { BaseObject: EngineIntrinsics engine } => engine,
        EngineIntrinsics engine => engine,
        _ => null,
    };

    /// <summary>Values that may be snapshots, or paths of some; what stands nearest to the command comes first.</summary>
    public IReadOnlyList<object> Sources()
    {
        List<object?> found = [boundParameters["Snapshot"], boundParameters["InputObject"]];
        IReadOnlyList<CommandBaseAst> elements = (command.Parent as PipelineAst)?.PipelineElements ?? (IReadOnlyList<CommandBaseAst>)[];
        foreach (CommandBaseAst element in elements.TakeWhile(element => element != command).Reverse())
        {
            found.Add(element is CommandExpressionAst expression ? Value(expression.Expression) : Given((CommandAst)element));
        }

        return [.. found.SelectMany(Items).OfType<object>()];
    }

    /// <summary>A path as PowerShell would find it from its location; null when it is in no file system.</summary>
    public string? FullPath(string path)
    {
        try
        {
            return _engine?.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out ProviderInfo provider, out _) is string full && provider.Name == "FileSystem" ? full : null;
        }
        catch (Exception error) when (error is RuntimeException or ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }

    // Import-NodeSnapshot's path, or the snapshot that another command was given.
    private object? Given(CommandAst other)
    {
        bool imports = other.GetCommandName()?.EndsWith("Import-NodeSnapshot", StringComparison.OrdinalIgnoreCase) == true;
        for (int i = 1; i < other.CommandElements.Count; i++)
        {
            if (other.CommandElements[i] is not CommandParameterAst parameter)
            {
                if (imports)
                {
                    return Value(other.CommandElements[i]);
                }

                continue;
            }

            bool wanted = imports || "Snapshot".StartsWith(parameter.ParameterName, StringComparison.OrdinalIgnoreCase);
            if (wanted && (parameter.Argument ?? other.CommandElements.ElementAtOrDefault(i + 1)) is ExpressionAst argument)
            {
                return Value(argument);
            }
        }

        return null;
    }

    // Text and plain variables only: completing must not run anything.
    private object? Value(Ast expression) => expression switch
    {
        StringConstantExpressionAst text => text.Value,
        VariableExpressionAst { Splatted: false } variable => _engine?.SessionState.PSVariable.GetValue(variable.VariablePath.UserPath),
        _ => null,
    };

    private static IEnumerable<object?> Items(object? value)
    {
        object? plain = value is PSObject wrapper ? wrapper.BaseObject : value;
        return plain is IEnumerable list and not string ? list.Cast<object?>().Take(16).Select(item => item is PSObject inner ? inner.BaseObject : item) : [plain];
    }
}
