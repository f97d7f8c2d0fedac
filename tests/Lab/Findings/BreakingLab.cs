using NetPath.Core.Packets;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;
using Xunit;

namespace NetPath.Lab.Findings;

/// <summary>Breaks the lab's node, looks at it with the client's eyes and with NetPath's, and puts it back.</summary>
internal static class BreakingLab
{
    /// <summary>Makes a fault, and hands what was seen meanwhile to the test. Afterwards the fault is undone, and the connection must work again.</summary>
    public static void With(LabNode lab, CatalogueFault fault, Action<BrokenNode> judge)
    {
        lab.SkipUnlessUp();
        if (fault.IsRemembered)
        {
            LabMemory.Forget();
        }

        try
        {
            Run(fault, fault.Break).OrFail();
            if (!fault.IsRemembered)
            {
                LabMemory.Forget();
            }

            judge(Look(fault));
        }
        finally
        {
            Run(fault, fault.Mend);
            if (fault.LeavesTraces)
            {
                LabNode.Rebuild();
            }

            LabMemory.Forget();
        }

        (Symptom after, string text) = LabConnection.Reference.Try(patience: 5);
        Assert.True(after == Symptom.Connected, $"The lab is not whole again after '{fault}': {text}");
    }

    // The snapshot first: what the client tries leaves traces, such as a neighbour that failed.
    private static BrokenNode Look(CatalogueFault fault)
    {
        NodeSnapshot snapshot = LabTrace.Snapshot(fault.NeedsEntries);
        (Symptom seen, string text) = fault.Connection.Try(fault.Patience);
        TraceRequest request = new()
        {
            Destination = IpAddress.Parse(fault.Connection.Address),
            Port = fault.Connection.Port,
            From = fault.Connection.Source ?? LabNode.Space(fault.Connection.Space),
        };
        return new BrokenNode(fault, snapshot, ServiceTracer.For(snapshot).Trace(request, TestContext.Current.CancellationToken), seen, text);
    }

    private static Shell Run(CatalogueFault fault, string commands)
    {
        string script = commands.Replace("{state}", Path.Combine("/run/netpath-lab", LabNode.Prefix), StringComparison.Ordinal);
        foreach (string space in new[] { "node", "client", "numbers", "backend", "coredns", "outside" })
        {
            script = script.Replace($"{{{space}}}", LabNode.Space(space), StringComparison.Ordinal);
        }

        return LabNode.Inside(fault.Space, "sh", "-c", script);
    }
}
