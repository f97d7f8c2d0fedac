using System.Globalization;
using NetPath.Core.Tracing;

namespace NetPath.Lab;

/// <summary>A connection that a client on the lab's node tries to make, to an HTTP server that answers with its name.</summary>
/// <param name="Space">The client's namespace, such as client, node or outside.</param>
/// <param name="Address">The address that it connects to.</param>
/// <param name="Port">The TCP port.</param>
/// <param name="Source">The client's own address; null for the one that its kernel selects.</param>
internal sealed record LabConnection(string Space, string Address, int Port, string? Source = null)
{
    /// <summary>The reference journey: from the client's pod to the Service numbers-api.</summary>
    public static LabConnection Reference { get; } = new("client", "10.109.60.134", 80);

    /// <summary>Connects on the real kernel.</summary>
    /// <param name="patience">Seconds after which the client gives up; a neighbour that does not answer takes the kernel three.</param>
    /// <returns>What the client saw, and the server's answer or the system's complaint.</returns>
    public (Symptom Symptom, string Text) Try(int patience)
    {
        string script = Path.Combine(Repository.Root, "tests", "Lab", "http-get.pl");
        Shell reply = LabNode.Inside(Space, "env", string.Create(CultureInfo.InvariantCulture, $"PATIENCE={patience}"), "perl", script, Address, $"{Port}", Source ?? "0.0.0.0");
        return reply.ExitCode == 0
            ? (Symptom.Connected, reply.Text)
            : (Complaint.SymptomOf(reply.Error), reply.Error);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Space} -> {Address}:{Port}";
}
