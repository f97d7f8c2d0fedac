namespace NetPath.Core.Netfilter;

/// <summary>How iptables names its hooks.</summary>
internal static class HookName
{
    /// <summary>The base chain of a hook, such as PREROUTING.</summary>
    public static string OfChain(Hook hook) => hook switch
    {
        Hook.Prerouting => "PREROUTING",
        Hook.Input => "INPUT",
        Hook.Forward => "FORWARD",
        Hook.Output => "OUTPUT",
        _ => "POSTROUTING",
    };
}
