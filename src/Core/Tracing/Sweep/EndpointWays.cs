using NetPath.Core.Netfilter.Evaluation;

namespace NetPath.Core.Tracing.Sweep;

/// <summary>
/// All ways to one endpoint taken together. Which endpoint a client gets may depend on what the snapshot does not tell, as with session affinity; how connections to that
/// endpoint end does not depend on it.
/// </summary>
internal sealed class EndpointWays
{
    private const string ChoosesEndpoint = " -j KUBE-SEP-";

    private readonly List<PathOutcome> _outcomes;
    private readonly Assumption[][] _assumed;
    private readonly bool _mayGoOn;

    /// <summary>Ways to one endpoint.</summary>
    /// <param name="outcomes">How they end.</param>
    /// <param name="mayGoOn">True for ways that end before an endpoint is chosen, where others come to one: what is assumed of these decides whether any connection takes them.</param>
    public EndpointWays(List<PathOutcome> outcomes, bool mayGoOn = false)
    {
        _mayGoOn = mayGoOn;
        _outcomes = outcomes;
        _assumed = [.. outcomes.Select(outcome => outcome.Assumed.IsEmpty ? [] : outcome.Assumed.Where(assumption => !IsChoice(assumption)).ToArray())];
    }

    /// <summary>The share of a new client's connections: ways of clients that were seen before are not counted, unless there are no others.</summary>
    public double Probability
    {
        get
        {
            double fresh = _outcomes.Where(outcome => !outcome.Assumed.Exists(assumption => assumption.Matched && IsChoice(assumption))).Sum(outcome => outcome.Probability);
            return Math.Min(1, fresh > 0 ? fresh : _outcomes.Max(outcome => outcome.Probability));
        }
    }

    public TestResult Result
    {
        get
        {
            if (_outcomes.TrueForAll(outcome => outcome.Symptom == nameof(Tracing.Symptom.Connected)) && Array.TrueForAll(_assumed, assumed => assumed.Length == 0))
            {
                return TestResult.Passed;
            }

            bool all = !_mayGoOn && _outcomes.TrueForAll(Fails);
            bool certain = _outcomes.Where((outcome, i) => _assumed[i].Length == 0 && Fails(outcome)).Any();
            return all || certain ? TestResult.Failed : TestResult.Unknown;
        }
    }

    public string Disposition => Same(outcome => outcome.Disposition, nameof(Tracing.Disposition.Mixed));

    public string Symptom => Same(outcome => outcome.Symptom, nameof(Tracing.Symptom.Mixed));

    /// <summary>The first way that does not connect says why; else the first that depends on something.</summary>
    public string Reason => Worst.Reason;

    /// <summary>The way that a reader asks about first: one that fails for certain, one that fails, one that does not pass.</summary>
    public PathOutcome Worst => _outcomes.Where((outcome, i) => Fails(outcome) && _assumed[i].Length == 0).FirstOrDefault()
        ?? _outcomes.Find(Fails)
        ?? _outcomes.Find(outcome => outcome.Symptom != nameof(Tracing.Symptom.Connected))
        ?? _outcomes[0];

    public string[] Assumptions => Array.TrueForAll(_assumed, assumed => assumed.Length == 0) ? []
        : [.. _assumed.SelectMany(assumed => assumed).Select(assumption => assumption.Text).Distinct()];

    private static bool Fails(PathOutcome outcome) => outcome.Symptom is not (nameof(Tracing.Symptom.Connected) or nameof(Tracing.Symptom.Unknown));

    // A rule that leads to an endpoint's chain: what it depends on decides who gets the endpoint.
    private static bool IsChoice(Assumption assumption) => assumption.Evidence.Text.Contains(ChoosesEndpoint, StringComparison.Ordinal);

    private string Same(Func<PathOutcome, string> of, string mixed)
    {
        string first = of(_outcomes[0]);
        return _outcomes.TrueForAll(outcome => of(outcome) == first) ? first : mixed;
    }
}
