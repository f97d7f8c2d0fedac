using NetPath.Core.Tracing;

namespace NetPath.Lab;

/// <summary>What a client's system says when it cannot connect (strerror(3)).</summary>
internal static class Complaint
{
    private static readonly (string Text, Symptom Symptom)[] Known =
    [
        ("refused", Symptom.ConnectionRefused),
        ("No route to host", Symptom.NoRouteToHost),
        ("Network is unreachable", Symptom.NetworkUnreachable),
        ("timed out", Symptom.TimedOut),
        ("Permission denied", Symptom.PermissionDenied),
        ("Invalid argument", Symptom.InvalidArgument),
        ("Protocol not available", Symptom.ProtocolNotAvailable),
        ("not permitted", Symptom.OperationNotPermitted),
    ];

    /// <summary>The symptom that a complaint means; Unknown for one that is none of these.</summary>
    public static Symptom SymptomOf(string text) => Known.FirstOrDefault(complaint => text.Contains(complaint.Text, StringComparison.Ordinal)).Symptom;
}
