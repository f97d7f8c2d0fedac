using System.Text;

namespace NetPath.Core.Netfilter.Iptables;

/// <summary>
/// The chains of one table in the order of their declaration. Dumps list a chain's rules together and the chains in this order, so the chain that
/// is wanted is the next one, or soon after it where chains have no rules. That saves a string and a look-up for each chain.
/// </summary>
internal sealed class DeclaredChains
{
    private const int Near = 8;

    private readonly List<Chain> _chains = [];
    private int _expected;

    public void Add(Chain chain) => _chains.Add(chain);

    public void Clear()
    {
        _chains.Clear();
        _expected = 0;
    }

    /// <summary>The chain of that name, if it comes next; null when it does not, and has to be found by its name.</summary>
    public Chain? Next(ReadOnlySpan<byte> name)
    {
        for (int i = _expected; i < _chains.Count && i < _expected + Near; i++)
        {
            if (Ascii.Equals(name, _chains[i].Name))
            {
                _expected = i + 1;
                return _chains[i];
            }
        }

        return null;
    }
}
