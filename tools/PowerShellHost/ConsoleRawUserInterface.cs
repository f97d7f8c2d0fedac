using System.Management.Automation.Host;

namespace NetPath.PowerShellHost;

/// <summary>Size, colours and keys of the terminal. Where output is redirected the size is a fixed, sensible one.</summary>
internal sealed class ConsoleRawUserInterface : PSHostRawUserInterface
{
    /// <summary>Columns assumed when neither COLUMNS nor a terminal tells.</summary>
    private const int DefaultWidth = 120;

    private const int DefaultHeight = 50;

    /// <summary>Columns that output may use: COLUMNS when set, else the terminal's, else 120.</summary>
    public static int Width
    {
        get
        {
            if (int.TryParse(Environment.GetEnvironmentVariable("COLUMNS"), out int columns) && columns > 0)
            {
                return columns;
            }

            return Console.IsOutputRedirected || Console.WindowWidth <= 0 ? DefaultWidth : Console.WindowWidth;
        }
    }

    /// <inheritdoc/>
    public override Size BufferSize
    {
        get => new(Width, Height);
        set { }
    }

    /// <inheritdoc/>
    public override Size WindowSize
    {
        get => BufferSize;
        set { }
    }

    /// <inheritdoc/>
    public override Size MaxWindowSize => BufferSize;

    /// <inheritdoc/>
    public override Size MaxPhysicalWindowSize => BufferSize;

    /// <inheritdoc/>
    public override Coordinates WindowPosition
    {
        get => default;
        set { }
    }

    /// <inheritdoc/>
    public override Coordinates CursorPosition
    {
        get => Console.IsOutputRedirected ? default : new Coordinates(Console.CursorLeft, Console.CursorTop);
        set
        {
            if (!Console.IsOutputRedirected)
            {
                Console.SetCursorPosition(value.X, value.Y);
            }
        }
    }

    /// <inheritdoc/>
    public override int CursorSize
    {
        get => 25;
        set { }
    }

    /// <inheritdoc/>
    public override ConsoleColor ForegroundColor { get; set; } = ConsoleColor.Gray;

    /// <inheritdoc/>
    public override ConsoleColor BackgroundColor { get; set; } = ConsoleColor.Black;

    /// <inheritdoc/>
    public override string WindowTitle
    {
        get => string.Empty;
        set { }
    }

    /// <inheritdoc/>
    public override bool KeyAvailable => !Console.IsInputRedirected && Console.KeyAvailable;

    private static int Height => Console.IsOutputRedirected || Console.WindowHeight <= 0 ? DefaultHeight : Console.WindowHeight;

    /// <inheritdoc/>
    public override KeyInfo ReadKey(ReadKeyOptions options)
    {
        if (Console.IsInputRedirected)
        {
            throw new HostException("A key press was asked for, but standard input is not a terminal.");
        }

        ConsoleKeyInfo key = Console.ReadKey(options.HasFlag(ReadKeyOptions.NoEcho));
        return new KeyInfo((int)key.Key, key.KeyChar, 0, options.HasFlag(ReadKeyOptions.IncludeKeyDown));
    }

    /// <inheritdoc/>
    public override void FlushInputBuffer()
    {
    }

    /// <summary>Clears the screen: the engine writes a rectangle of blanks for that; a terminal has a command for it.</summary>
    public override void SetBufferContents(Rectangle rectangle, BufferCell fill)
    {
        if (!Console.IsOutputRedirected)
        {
            Console.Clear();
        }
    }

    /// <inheritdoc/>
    public override void SetBufferContents(Coordinates origin, BufferCell[,] contents) => throw Unsupported();

    /// <inheritdoc/>
    public override BufferCell[,] GetBufferContents(Rectangle rectangle) => throw Unsupported();

    /// <inheritdoc/>
    public override void ScrollBufferContents(Rectangle source, Coordinates destination, Rectangle clip, BufferCell fill) =>
        throw Unsupported();

    private static HostException Unsupported() => new("A terminal's screen contents cannot be read or moved.");
}
