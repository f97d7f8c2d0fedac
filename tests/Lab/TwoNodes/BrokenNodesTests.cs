using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;
using Xunit;

namespace NetPath.Lab.TwoNodes;

/// <summary>One fault at a time between two nodes: the connection really fails so, and NetPath names the fault as the cause.</summary>
public abstract class BrokenNodesTests(TwoNodeLab lab)
{
    /// <summary>Breaks, connects, looks, and mends.</summary>
    private protected void Prove(NodeFault fault)
    {
        lab.SkipUnlessUp();
        try
        {
            Apply(fault.Space, fault.Break);
            Forget();
            Answer answer = lab.Ask(fault.From, fault.Address, fault.Port, fault.Bytes, patience: fault.Seen == Symptom.NoRouteToHost ? 6 : 2);
            NodeSnapshot[] snapshots = lab.Snapshots();
            PacketTrace trace = JourneyTrace.Of(snapshots, new Journey(fault.From, fault.Address, fault.Port, fault.Seen, [], ""));

            string message = $"{answer.Text}\n{JourneyTrace.Describe(trace)}";
            Assert.True(fault.Seen == answer.Symptom, message);
            Assert.True((fault.Foretold ?? fault.Seen).ToString() == trace.Symptom, message);
            Assert.True(fault.Ending is null || trace.Outcomes.All(outcome => (outcome.ReplyDisposition ?? outcome.Disposition) == fault.Ending.ToString()), message);
            Assert.True(fault.Code is null || trace.Findings.FirstOrDefault()?.Code == fault.Code, message);
            Assert.True(fault.Code is null || fault.Foretold == Symptom.Connected || trace.Cause?.Code == fault.Code, message);
        }
        finally
        {
            Apply(fault.Space, fault.Mend);
            Forget();
        }

        Answer mended = lab.Ask(fault.From, fault.Address, fault.Port, fault.Bytes);
        Assert.True(mended.Symptom == Symptom.Connected, mended.Text);
    }

    private void Apply(string space, string commands)
    {
        if (commands.StartsWith("tunnels ", StringComparison.Ordinal))
        {
            lab.MakeTunnels(commands["tunnels ".Length..]);
        }
        else
        {
            lab.Run(space, commands.Replace("{prefix}", lab.Space("")[..^1], StringComparison.Ordinal)).OrFail();
        }
    }

    // What the kernels remember of addresses and path MTUs would hide the fault, or show it after it was mended.
    private void Forget()
    {
        foreach (string space in new[] { "node1", "node2", "client1", "web1", "client2", "web2" })
        {
            lab.Run(space, "ip route flush cache; ip -6 route flush cache; ip neigh flush dev eth0; conntrack -F 2>/dev/null; sysctl -qw net.ipv4.icmp_ratelimit=0 net.ipv6.icmp.ratelimit=0");
        }
    }
}
