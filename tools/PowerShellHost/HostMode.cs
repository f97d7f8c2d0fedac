namespace NetPath.PowerShellHost;

/// <summary>What the host was asked to run.</summary>
internal enum HostMode
{
    /// <summary>Read commands from the terminal, or from standard input, until it ends.</summary>
    Interactive,

    /// <summary>Run the text of one command.</summary>
    Command,

    /// <summary>Run a script file with arguments.</summary>
    File,
}
