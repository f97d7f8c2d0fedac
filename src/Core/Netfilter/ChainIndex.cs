using NetPath.Core.Netfilter.Matches;
using NetPath.Core.Packets;

namespace NetPath.Core.Netfilter;

/// <summary>
/// Finds the next rule of a chain that can match a packet without looking at the others. A rule that asks for one exact destination address
/// (KUBE-SERVICES), destination port (KUBE-NODEPORTS), interface (the dispatch chains of Calico) or source is kept under that; the others are general.
/// </summary>
internal sealed class ChainIndex
{
    // Below this a plain scan is as fast as the look-ups.
    private const int SmallestIndexedChain = 16;

    private readonly int _count;
    private readonly List<int>? _general;
    private readonly List<int> _withPort = [];
    private readonly Dictionary<IpAddress, List<int>> _byDestination = [];
    private readonly Dictionary<IpAddress, List<int>> _bySource = [];
    private readonly Dictionary<int, List<int>> _byPort = [];
    private readonly Dictionary<string, List<int>> _byInput = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<int>> _byOutput = new(StringComparer.Ordinal);

    public ChainIndex(Chain chain)
    {
        _count = chain.RuleCount;
        if (_count < SmallestIndexedChain)
        {
            return;
        }

        _general = [];
        for (int i = 0; i < _count; i++)
        {
            Add(RuleKey.Of(chain.RuleAt(i)), i);
        }
    }

    /// <summary>The first rule at or after <paramref name="from"/> that can match the packet; the rule count when there is none.</summary>
    /// <param name="from">A rule, counted from 0.</param>
    /// <param name="packet">The packet as it is now.</param>
    /// <param name="context">Where it is.</param>
    public int Next(int from, Packet packet, EvaluationContext context)
    {
        if (_general is null)
        {
            return from;
        }

        int next = AtOrAfter(_general, from, _count);
        next = Under(_byDestination, packet.DestinationAddress, from, next);
        next = Under(_bySource, packet.SourceAddress, from, next);

        // A packet whose port is not known can match any of these rules.
        next = packet.DestinationPort is int port ? Under(_byPort, port, from, next) : AtOrAfter(_withPort, from, next);
        next = Under(_byInput, context.InInterface ?? "", from, next);
        return Under(_byOutput, context.OutInterface ?? "", from, next);
    }

    private void Add(RuleKey key, int rule)
    {
        switch (key)
        {
            case { Destination: IpAddress destination }:
                Add(_byDestination, destination, rule);
                break;
            case { Ports: IReadOnlyList<int> ports }:
                _withPort.Add(rule);
                foreach (int port in ports)
                {
                    Add(_byPort, port, rule);
                }

                break;
            case { Input: string device }:
                Add(_byInput, device, rule);
                break;
            case { Output: string device }:
                Add(_byOutput, device, rule);
                break;
            case { Source: IpAddress source }:
                Add(_bySource, source, rule);
                break;
            default:
                _general!.Add(rule);
                break;
        }
    }

    private static void Add<TKey>(Dictionary<TKey, List<int>> index, TKey key, int rule)
        where TKey : notnull
    {
        if (!index.TryGetValue(key, out List<int>? rules))
        {
            index.Add(key, rules = []);
        }

        if (rules.Count == 0 || rules[^1] != rule)
        {
            rules.Add(rule);
        }
    }

    private static int Under<TKey>(Dictionary<TKey, List<int>> index, TKey key, int from, int otherwise)
        where TKey : notnull => index.Count > 0 && index.TryGetValue(key, out List<int>? rules) ? AtOrAfter(rules, from, otherwise) : otherwise;

    // The first of the sorted rules that is at or after "from" and before "otherwise", or else that.
    private static int AtOrAfter(List<int> sorted, int from, int otherwise)
    {
        int place = sorted.BinarySearch(from);
        place = place < 0 ? ~place : place;
        return place < sorted.Count && sorted[place] < otherwise ? sorted[place] : otherwise;
    }
}
