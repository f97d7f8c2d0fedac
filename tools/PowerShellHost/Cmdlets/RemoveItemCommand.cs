using System.Management.Automation;

namespace NetPath.PowerShellHost.Cmdlets;

/// <summary>Deletes files and folders.</summary>
[Cmdlet(VerbsCommon.Remove, "Item", SupportsShouldProcess = true, DefaultParameterSetName = "Path")]
public sealed class RemoveItemCommand : PSCmdlet
{
    /// <summary>Paths; wildcards are allowed.</summary>
    [Parameter(Position = 0, Mandatory = true, ParameterSetName = "Path", ValueFromPipeline = true)]
    public string[] Path { get; set; } = [];

    /// <summary>Paths, taken as they are written.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "LiteralPath", ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP")]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>What the folders hold, too.</summary>
    [Parameter]
    public SwitchParameter Recurse { get; set; }

    /// <summary>Hidden and read-only items too.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        bool literal = ParameterSetName == "LiteralPath";
        foreach (string path in literal ? LiteralPath : Path)
        {
            try
            {
                Remove(path, literal);
            }
            catch (ItemNotFoundException exception)
            {
                WriteError(exception.ErrorRecord);
            }
        }
    }

    private void Remove(string path, bool literal)
    {
        if (!literal && !WildcardPattern.ContainsWildcardCharacters(path) && !InvokeProvider.Item.Exists(path, Force, literal))
        {
            InvokeProvider.Item.Get([path], Force, literal); // Throws the provider's own error for a path that is not there.
        }

        foreach (PSObject item in InvokeProvider.Item.Get([path], Force, literal))
        {
            string target = ((FileSystemInfo)item.BaseObject).FullName;
            if (!Recurse && item.BaseObject is DirectoryInfo folder && folder.EnumerateFileSystemInfos().Any())
            {
                string message = $"The folder '{target}' is not empty. Use -Recurse to delete what it holds as well.";
                WriteError(new ErrorRecord(new IOException(message), "DirectoryNotEmpty", ErrorCategory.WriteError, target));
            }
            else if (ShouldProcess(target, "Remove"))
            {
                InvokeProvider.Item.Remove([target], Recurse, Force, literalPath: true);
            }
        }
    }
}
