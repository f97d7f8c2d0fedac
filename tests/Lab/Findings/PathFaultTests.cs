using NetPath.Core.Diagnosis;
using NetPath.Core.Services;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;
using Xunit;

namespace NetPath.Lab.Findings;

/// <summary>One fault at a time on the real kernel: the client sees what NetPath foretells, and the code that explains it is the cause.</summary>
public sealed class PathFaultTests
{
    private readonly LabNode _lab;

    public PathFaultTests(LabNode lab) => _lab = lab;

    public static TheoryData<string> Faults => [.. PathFault.All.Keys];

    [Theory, MemberData(nameof(Faults))]
    public void A_fault_has_its_symptom_and_its_code(string name)
    {
        _lab.SkipUnlessUp();
        PathFault fault = PathFault.All[name];
        try
        {
            BrokenLab.OnNode(fault.Break).OrFail();
            LabMemory.Forget();

            PacketTrace trace = LabTrace.From(fault.From, fault.Address, fault.Port, fault.Source);
            (Symptom seen, string text) = BrokenLab.Connect(fault.From, fault.Address, fault.Port, fault.Source);

            string message = $"{text}\n{string.Join('\n', trace.Findings.Select(finding => finding.ToString()))}\n{LabTrace.Describe(trace)}";
            Assert.NotEqual(Symptom.Connected, seen);
            Assert.True(trace.Symptom == seen.ToString(), message);
            Assert.True(trace.Cause?.Code == fault.Code && trace.Cause.Message.Contains(fault.Subject, StringComparison.Ordinal), message);
            Assert.NotEmpty(trace.Cause.Evidence);
        }
        finally
        {
            BrokenLab.OnNode(fault.Mend.Length > 0 ? fault.Mend : "true");
            BrokenLab.Restore();
        }
    }

    [Fact]
    public void The_healthy_lab_has_no_error_and_no_warning()
    {
        _lab.SkipUnlessUp();
        NodeSnapshot snapshot = LabTrace.Snapshot();
        ServiceTracer tracer = ServiceTracer.For(snapshot);

        string[] found =
        [
            .. NodeFindings.Of(snapshot).All.Concat(ServiceFindings.Of(snapshot).All()).Where(IsTrouble).Select(finding => finding.ToString()),
            .. from service in snapshot.Host.Services.Services
               where service.State == nameof(ServiceState.HasEndpoints) && service.Protocol == nameof(Core.Packets.Protocol.Tcp)
               let trace = tracer.Trace(new TraceRequest { Destination = Core.Packets.IpAddress.Parse(service.ClusterIP!), Port = service.Port, From = LabNode.Space("client") })
               from finding in trace.Findings.Where(IsTrouble)
               select $"{trace}: {finding}",
        ];

        Assert.Empty(found);
    }

    private static bool IsTrouble(Finding finding) => finding.Severity != nameof(FindingSeverity.Information);
}
