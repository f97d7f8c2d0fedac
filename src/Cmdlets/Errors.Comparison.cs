using System.Management.Automation;
using NetPath.Core.Snapshots;

namespace NetPath.Cmdlets;

/// <content>Errors about snapshots that are compared.</content>
internal static partial class Errors
{
    public static ErrorRecord SeveralReferences(int count) => Record(
        "SeveralReferences",
        ErrorCategory.InvalidArgument,
        null,
        $"-Reference names {count} snapshots, and each is compared with one. Give one as -Reference, and the others as -Difference.");

    public static ErrorRecord NothingToCompare(NodeSnapshot only) => Record(
        "NothingToCompare",
        ErrorCategory.InvalidArgument,
        only,
        $"There is only one snapshot, of {only.NodeName}, and nothing to compare it with. Pipe two or more, or give one as -Reference: Compare-NodeSnapshot before.tar.gz after.tar.gz");
}
