using System.Management.Automation;
using NetPath.Core.KernelTracing.Logs;

namespace NetPath.Cmdlets.KernelTracing;

/// <summary>Error records of the cmdlets that show the kernel's own trace.</summary>
internal static class KernelTraceErrors
{
    public static ErrorRecord LogNotFound(string path) => Record(
        "TraceLogNotFound",
        ErrorCategory.ObjectNotFound,
        path,
        $"There is no file '{path}'. Give a kernel log such as /var/log/kern.log, what dmesg or journalctl -k printed, or what nft monitor trace printed.");

    public static ErrorRecord LogUnreadable(string path, Exception cause) => Record(
        "TraceLogUnreadable",
        ErrorCategory.ReadError,
        path,
        $"'{path}' could not be read: {cause.Message.TrimEnd('.', ' ')}.",
        cause);

    public static ErrorRecord NoTrace(TraceLogReader reader, string name) => Record(
        "TraceNotFound",
        ErrorCategory.ObjectNotFound,
        name,
        $"{name} holds no trace of the kernel: none of its {reader.Lines} lines is one of 'TRACE: table:chain:rule:number', 'trace id' (nft monitor trace) or xtables-monitor --trace. A rule must set the trace, such as: iptables -t raw -A PREROUTING -d 10.109.60.134 -j TRACE");

    public static ErrorRecord LineDamaged(TraceLogProblem problem) => Record(
        "TraceLineDamaged",
        ErrorCategory.ParserError,
        problem,
        $"A line of the trace cannot be read, and was left out. {problem}");

    public static ErrorRecord NamespaceWithoutSnapshot(string name) => Record(
        "NamespaceWithoutSnapshot",
        ErrorCategory.InvalidArgument,
        name,
        $"-Namespace '{name}' says whose rules explain the trace, and rules come from a snapshot: give -Snapshot too.");

    public static ErrorRecord NotPrivileged(string cmdlet) => Record(
        "NotPrivileged",
        ErrorCategory.PermissionDenied,
        Environment.MachineName,
        $"{cmdlet} puts trace rules into this machine's kernel and reads what it reports, which needs Linux and root. Run it with sudo on the node; Trace-ServicePacket -Snapshot works anywhere.");

    public static ErrorRecord TooManyFlows(int flows, int most, int services) => Record(
        "TooManyFlows",
        ErrorCategory.LimitsExceeded,
        flows,
        $"{services} Service ports have {flows} addresses and endpoints, and the kernel would ask a rule for each of them for every packet: {most} at most. Name fewer Services, or -Port or -Protocol.");

    public static ErrorRecord TraceRefused(Exception cause, object? target) => Record(
        "KernelTraceRefused",
        ErrorCategory.ResourceUnavailable,
        target,
        $"The kernel's trace cannot be read here. {cause.Message.TrimEnd('.', ' ')}.",
        cause);

    private static ErrorRecord Record(string id, ErrorCategory category, object? target, string message, Exception? cause = null) =>
        new(new NetPathException(message, cause), id, category, target);
}
