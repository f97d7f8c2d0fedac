using System.Management.Automation;
using NetPath.Core.KernelTracing.Verification;
using NetPath.Core.Rendering;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;
using NetPath.Linux.Verification;

namespace NetPath.Cmdlets.Tracing;

/// <summary>Asks the user whether the kernel may be asked about a trace, and has it asked.</summary>
internal sealed class TraceVerifier(Cmdlet cmdlet)
{
    private const int ActivityId = 7119;
    private const string Activity = "Asking the kernel";

    /// <summary>The trace with the kernel's word on it; as it was when the user does not agree.</summary>
    /// <exception cref="NetPathException">The kernel cannot be asked; becomes an error record by itself.</exception>
    /// <exception cref="TraceRequestException">The probe cannot be sent from where the trace starts.</exception>
    public PacketTrace Verify(IReadOnlyList<NodeSnapshot> snapshots, TraceRequest request, PacketTrace trace, CancellationToken cancellation)
    {
        string plan = string.Join('\n', VerificationPlan.Of(trace, snapshots).Describe().Split('\n').Select(PlainText.Clean));
        if (!cmdlet.ShouldProcess($"To verify the trace, {plan}", $"To verify the trace, NetPath is going to {plan}", "Trace-ServicePacket -Verify"))
        {
            return trace;
        }

        cmdlet.WriteProgress(new ProgressRecord(ActivityId, Activity, $"{PlainText.Clean(trace.From)} -> {PlainText.Clean(trace.Service ?? trace.Packet.Destination)}"));
        try
        {
            return KernelVerifier.Verify(snapshots, request, cancellation);
        }
        catch (VerificationException error)
        {
            throw Errors.ToException(Errors.NotVerified(error, trace));
        }
        finally
        {
            if (!cmdlet.Stopping)
            {
                cmdlet.WriteProgress(new ProgressRecord(ActivityId, Activity, "Done") { RecordType = ProgressRecordType.Completed });
            }
        }
    }
}
