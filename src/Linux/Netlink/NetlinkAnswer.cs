using NetPath.Core.Netlink;

namespace NetPath.Linux.Netlink;

/// <summary>Takes a message of the kernel's answer.</summary>
internal delegate void NetlinkAnswer(NetlinkMessage message);
