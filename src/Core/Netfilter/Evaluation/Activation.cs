namespace NetPath.Core.Netfilter.Evaluation;

/// <summary>A chain that a packet is in: how it came there, and where a RETURN leads.</summary>
/// <param name="Chain">The chain.</param>
/// <param name="Came">The chain whose rule led here by a jump or a goto; null for the base chain.</param>
/// <param name="Caller">The chain that RETURN goes back to, which a goto leaves as it was; null when the policy is next.</param>
/// <param name="Next">The rule of the caller that is asked then, counted from 0.</param>
/// <param name="Depth">How many jumps are to be returned from.</param>
internal sealed record Activation(Chain Chain, Activation? Came, Activation? Caller, int Next, int Depth)
{
    /// <summary>True when the packet is in the chain already, which means that chains lead to each other in a circle.</summary>
    public bool Passed(Chain chain)
    {
        for (Activation? one = this; one is not null; one = one.Came)
        {
            if (ReferenceEquals(one.Chain, chain))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The chain behind a jump.</summary>
    public Activation Jump(Chain chain, int next) => new(chain, this, this, next, Depth + 1);

    /// <summary>The chain behind a goto.</summary>
    public Activation Goto(Chain chain) => new(chain, this, Caller, Next, Depth);
}
