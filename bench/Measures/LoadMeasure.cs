using NetPath.Bench.Machine;
using NetPath.Bench.Rulesets;
using NetPath.Core.Netfilter;
using NetPath.Core.Services;

namespace NetPath.Bench.Measures;

/// <summary>Loading a large dump, side by side with the tool that prints it: one round of each in turn, so that both meet the same noise.</summary>
internal static class LoadMeasure
{
    private const double MostOfSave = 0.4;

    public static void Run(BenchOptions options, Report report)
    {
        report.Section($"Load and index, {options.Services:N0} services x {options.Endpoints} endpoints");
        byte[] generated = KubeProxyRuleset.Generate(options.Size);
        try
        {
            using LoadedNamespace loaded = LoadedNamespace.Load(generated);
            report.Add(Figure.Milliseconds("iptables-legacy-restore (once, for comparison)", loaded.RestoreTime.TotalMilliseconds));
            SideBySide(loaded, options.Rounds, report);
        }
        catch (MachineException e)
        {
            report.Note($"not compared with iptables-legacy-save: {e.Message}");
            Samples load = new();
            Phases phases = new();
            for (int round = 0; round < options.Rounds; round++)
            {
                Check(load.Time(() => phases.Load(generated)), options.Services);
            }

            phases.Report(report, load);
        }
    }

    private static void SideBySide(LoadedNamespace loaded, int rounds, Report report)
    {
        Samples save = new();
        Samples load = new();
        Phases phases = new();
        int bytes = 0;
        for (int round = 0; round < rounds; round++)
        {
            CommandRun printed = loaded.Save();
            save.Add(printed.Elapsed);
            bytes = printed.Output.Length;
            load.Time(() => phases.Load(printed.Output));
        }

        report.Add(new Figure("the dump", $"{bytes / 1e6:N1} MB"));
        report.Add(Figure.Milliseconds($"iptables-legacy-save -c prints it (median of {rounds}; {save.Least:N0} to {save.Most:N0})", save.Median));
        phases.Report(report, load);
        report.Add(Figure.Ratio("NetPath / iptables-legacy-save, medians", load.Median / save.Median, MostOfSave));
        report.Add(Figure.Ratio("the same, first round (NetPath not yet compiled)", load[0] / save[0]));
    }

    private static void Check(ServiceTable table, int services)
    {
        if (table.Count != services)
        {
            throw new InvalidOperationException($"{table.Count} of {services} Services were read.");
        }
    }

    private sealed class Phases
    {
        private readonly Samples _read = new();
        private readonly Samples _index = new();
        private readonly Samples _services = new();

        public ServiceTable Load(ReadOnlyMemory<byte> dump)
        {
            Ruleset ruleset = _read.Time(() => RulesetLoad.Read(dump));
            _index.Time(() => RulesetLoad.Index(ruleset));
            return _services.Time(() => RulesetLoad.Services(ruleset));
        }

        public void Report(Report report, Samples all)
        {
            report.Add(Figure.Milliseconds($"NetPath loads and indexes it (median of {all.Count}; {all.Least:N0} to {all.Most:N0})", all.Median));
            report.Add(Figure.Milliseconds("  lines read and put under their chains", _read.Median));
            report.Add(Figure.Milliseconds("  KUBE-SERVICES parsed and indexed by destination", _index.Median));
            report.Add(Figure.Milliseconds("  table of Services", _services.Median));
        }
    }
}
