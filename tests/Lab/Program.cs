using NetPath.Lab.Oracle;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

namespace NetPath.Lab;

/// <summary>Runs the tests, or with <c>oracle</c> as the first argument the oracle alone.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] args) => args is ["oracle", .. string[] rest] ? OracleProgram.Start(rest)
        : args.Contains("--server") || args.Contains("--internal-msbuild-node") ? await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
        : await ConsoleRunner.Run(args);
}
