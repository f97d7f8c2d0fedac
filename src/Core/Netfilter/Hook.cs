namespace NetPath.Core.Netfilter;

/// <summary>The five places of the IP stack where the kernel runs rules (include/uapi/linux/netfilter.h).</summary>
public enum Hook
{
    /// <summary>NF_INET_PRE_ROUTING: a packet has arrived, no route is chosen yet.</summary>
    Prerouting,

    /// <summary>NF_INET_LOCAL_IN: the route says that the packet is for this namespace.</summary>
    Input,

    /// <summary>NF_INET_FORWARD: the packet came in by one interface and leaves by another.</summary>
    Forward,

    /// <summary>NF_INET_LOCAL_OUT: a process of this namespace sent the packet.</summary>
    Output,

    /// <summary>NF_INET_POST_ROUTING: the packet is about to leave.</summary>
    Postrouting,
}
