using NetPath.Core.Packets;

namespace NetPath.Core.Netfilter.Ipsets;

/// <summary>All sets of one namespace.</summary>
public sealed class IpsetTable
{
    private readonly Dictionary<string, Ipset> _sets;

    internal IpsetTable(Dictionary<string, Ipset> sets) => _sets = sets;

    /// <summary>The sets, by name.</summary>
    public IReadOnlyCollection<Ipset> Sets => _sets.Values;

    /// <summary>The set of that name, or null.</summary>
    public Ipset? Find(string name) => _sets.GetValueOrDefault(name);

    /// <summary>The name, and those of the sets in it when it is a list.</summary>
    internal IEnumerable<string> Reach(string name) => Find(name) is { Header.Fields: [IpsetField.Set] } list ? list.Contents.Members.Prepend(name) : [name];

    /// <summary>What ip_set_test() in net/netfilter/ipset/ip_set_core.c answers to a rule.</summary>
    internal IpsetAnswer Test(string name, IpsetQuery query)
    {
        if (Find(name) is not Ipset set)
        {
            return IpsetAnswer.Unknown($"the set {name} is not in the dump");
        }

        IpsetHeader header = set.Header;
        if (header.Problem is string problem)
        {
            return IpsetAnswer.Unknown($"the set {name} was not understood: {problem}");
        }

        // A rule that gives fewer directions than the set has fields never matches, nor does one of the other IP version.
        bool suits = query.Sources.Count >= header.Fields.Count && (header.Family is null || header.Family == query.Packet.Version);
        if (!suits)
        {
            return IpsetAnswer.No;
        }

        if (set.Contents.Unread is Snapshots.Evidence unread)
        {
            return IpsetAnswer.Unknown($"line {unread.Line} of the set {name} was not understood: {unread.Text}");
        }

        IpsetAnswer answer = header.Fields[0] == IpsetField.Set ? TestMembers(set, query) : IpsetLookup.Test(set, query);
        if (answer.Kind is IpsetAnswerKind.Yes && header.HasCounters && query.ComparesCounters)
        {
            return IpsetAnswer.Unknown($"how many packets the element of {name} has counted by then");
        }

        return query.WantsExceptions && header.HasExceptions ? Reversed(answer) : answer;
    }

    // --return-nomatch: the exceptions match, and the other elements do not.
    private static IpsetAnswer Reversed(IpsetAnswer answer) => answer.Kind switch
    {
        IpsetAnswerKind.Yes => IpsetAnswer.No,
        IpsetAnswerKind.Exception => IpsetAnswer.Yes,
        _ => answer,
    };

    // list_set_ktest(): the first member that takes the packet decides. A list in a list, which the kernel refuses, is not followed.
    private IpsetAnswer TestMembers(Ipset list, IpsetQuery query)
    {
        IpsetAnswer result = IpsetAnswer.No;
        foreach (string member in list.Contents.Members)
        {
            IpsetAnswer answer = Find(member)?.Header.Fields is [IpsetField.Set]
                ? IpsetAnswer.Unknown($"the list {list.Name} holds the list {member}")
                : Test(member, query with { ComparesCounters = false });
            if (answer.Kind == IpsetAnswerKind.Yes)
            {
                return answer;
            }

            result = answer.Kind == IpsetAnswerKind.Unknown ? answer : result;
        }

        return result;
    }
}
