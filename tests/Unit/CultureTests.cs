using System.Globalization;
using System.Text;
using NetPath.Core.Conntrack;
using NetPath.Core.Dns;
using NetPath.Core.Kubernetes;
using NetPath.Core.Rendering;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;
using NetPath.Unit.Tracing;
using Xunit;

namespace NetPath.Unit;

/// <summary>Texts are English, and go to files and other programs: the user's culture plays no part in their numbers and times.</summary>
public sealed class CultureTests
{
    private static readonly DateTimeOffset Time = new(2026, 11, 23, 8, 5, 0, TimeSpan.Zero);

    private static readonly PathOutcome Third = new()
    {
        Probability = 1.0 / 3,
        Disposition = nameof(Disposition.Delivered),
        Reason = "",
        Symptom = nameof(Symptom.Connected),
        Endpoint = "10.0.0.1:80",
        EndsAt = "web",
        SourceSeen = "10.0.0.2",
    };

    private static readonly Dictionary<string, (Func<string> Text, string Part)> Texts = new()
    {
        ["an outcome"] = (() => Third.ToString(), "33 %"),
        ["a trace"] = (() => TraceText.Render(CalicoNode.Trace(CalicoNode.Healthy().Build()) with { Outcomes = [Third] }, 120, TextStyle.Plain), "33.3 % "),
        ["a snapshot"] = (() => CalicoNode.Healthy().CapturedAt(Time).Build().ToString(), "2026-11-23 08:05:00Z"),
        ["a share of entries"] = (() => new ConntrackShare { Kind = nameof(ConntrackShareKind.Client), Name = "web", Address = "10.0.0.1", Entries = 1, Percent = 12.5, Unreplied = 0 }.ToString(), "(12.5 %)"),
        ["source ports"] = (() => new SourcePortUse { Address = "10.0.0.1", IsTranslated = true, Destination = "10.0.0.2", DestinationPort = 80, Protocol = "Tcp", Used = 1, Usable = 8 }.ToString(), "(12.5 %)"),
        ["a query that was sent"] = (() => new NameTry { Number = 1, Name = "web", Type = "A", Server = "10.0.0.1", Transport = "UDP", Attempt = 1, Answer = "Found", ResponseCode = "NOERROR", DurationMilliseconds = 1.5 }.ToString(), "in 1.5 ms"),
        ["objects of the API in a snapshot"] = (WrittenObjects, "\"read\":\"2026-11-23T08:05:00Z\""),
    };

    public static TheoryData<string> Names => [.. Texts.Keys];

    [Theory, MemberData(nameof(Names))]
    public void Numbers_and_times_are_the_same_in_every_culture(string name)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = Other();
        try
        {
            (Func<string> text, string part) = Texts[name];
            Assert.Contains(part, text(), StringComparison.Ordinal);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static string WrittenObjects()
    {
        KubernetesCollection collection = new();
        collection.BeginList(KubernetesResource.Services, "https://10.0.0.1:6443", Time, null, null);
        NodeSnapshot snapshot = collection.AddTo(CalicoNode.Healthy().Build());
        Assert.Equal(Time, Assert.Single(snapshot.GetKubernetesObjects().GetLists()).ReadAt);
        return Encoding.UTF8.GetString(snapshot.Content.Parts.Single(part => part.Path == KubernetesResource.Services.SnapshotPath).Content.Span);
    }

    // 12,5 and 8.05: as in Finland. Made by hand, since a machine without ICU has no cultures.
    private static CultureInfo Other()
    {
        CultureInfo culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NumberDecimalSeparator = ",";
        culture.NumberFormat.PercentDecimalSeparator = ",";
        culture.NumberFormat.PercentPositivePattern = 1;
        culture.DateTimeFormat.TimeSeparator = ".";
        culture.DateTimeFormat.DateSeparator = ".";
        return culture;
    }
}
