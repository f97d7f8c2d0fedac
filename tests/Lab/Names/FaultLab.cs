namespace NetPath.Lab.Names;

/// <summary>A node with NodeLocal DNSCache and with the cluster's DNS, for faults one by one.</summary>
public sealed class FaultLab() : NameLab("fault")
{
    private string? _rules;

    /// <summary>Builds the node where it is not up, and breaks it until what is given back is disposed of.</summary>
    internal IDisposable Broken(LabNode lab, NameFault fault)
    {
        Up(lab);
        if (_rules is null)
        {
            Inside("node", "sh", "-ec", CacheLab.Install).OrFail();
            _rules = Inside("node", "iptables-nft-save").OrFail().Text;
        }

        Mend();
        Resolver(fault.Resolver);
        Inside("node", "sh", "-ec", fault.Break).OrFail();
        return new Repair(Mend);
    }

    private void Mend()
    {
        Shell.RunWith(["ip", "netns", "exec", $"{Prefix}-node", "iptables-nft-restore"], _rules!).OrFail();
        Inside("node", "sh", "-c", $"ip address show dev lo | grep -q {CacheLab.Address}/ || ip address add {CacheLab.Address}/32 dev lo");
        StopServers();
        Serve(CacheLab.Address);
        Resolver(Impatient);
    }

    private sealed class Repair(Action mend) : IDisposable
    {
        public void Dispose() => mend();
    }
}
