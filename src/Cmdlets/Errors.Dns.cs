using System.Management.Automation;
using NetPath.Core.Dns;

namespace NetPath.Cmdlets;

/// <content>Errors about names.</content>
internal static partial class Errors
{
    public static ErrorRecord NameUnusable(NameRequestException cause, string name) => Record(
        "NameUnusable",
        ErrorCategory.InvalidArgument,
        name,
        cause.Message,
        cause);

    public static ErrorRecord NameWithoutService(ServiceNameResolution resolution) => Record(
        "NameWithoutService",
        ErrorCategory.ObjectNotFound,
        resolution,
        $"'{resolution.Name}' does not lead to a Service ({resolution.Verdict}): {Sentence(resolution.Reason)} Get-KubeServiceChain without a name lists those of the node.");

    public static ErrorRecord NotQueried(Exception cause, object target) => Record(
        "NameNotQueried",
        ErrorCategory.ResourceUnavailable,
        target,
        $"No name server was asked. {cause.Message}",
        cause);
}
