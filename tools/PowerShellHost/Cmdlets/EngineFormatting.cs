using System.Reflection;
using Microsoft.PowerShell.Commands.Internal.Format;

namespace NetPath.PowerShellHost.Cmdlets;

/// <summary>
/// The engine holds its formatters as internal types, and the public base classes of Format-Table, Format-List and Out-String
/// keep one in the field <c>implementation</c>, which only the real Utility module can set. Here it is set by reflection.
/// </summary>
internal static class EngineFormatting
{
    private const string Place = "Microsoft.PowerShell.Commands.Internal.Format.";

    /// <summary>Lets the command format in this shape: <c>Table</c> or <c>List</c>.</summary>
    public static void Attach(FrontEndCommandBase command, string shape)
    {
        Type shapes = Engine("FormatShape");
        SetImplementation(command, Activator.CreateInstance(Engine("InnerFormatShapeCommand"), Any, null, [Enum.Parse(shapes, shape)], null)!);
    }

    /// <summary>Lets the command write the formatted lines to this writer.</summary>
    public static void Attach(FrontEndCommandBase command, TextWriter writer, int width)
    {
        object output = Activator.CreateInstance(Engine("TextWriterLineOutput"), Any, null, [writer, width], null)!;
        object lines = Activator.CreateInstance(Engine("OutputManagerInner"), nonPublic: true)!;
        lines.GetType().GetProperty("LineOutput", Any)!.SetValue(lines, output);
        SetImplementation(command, lines);
    }

    private const BindingFlags Any = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    private static Type Engine(string name) => typeof(FrontEndCommandBase).Assembly.GetType(Place + name, throwOnError: true)!;

    private static void SetImplementation(FrontEndCommandBase command, object implementation) =>
        typeof(FrontEndCommandBase).GetField("implementation", Any)!.SetValue(command, implementation);
}
