using NetPath.Core.Dns;
using NetPath.Dns;

namespace NetPath.Cmdlets.Dns;

/// <summary>
/// The one place that calls NetPath.Dns, so that nothing else makes .NET load it. No type of it may stand in a field or signature here.
/// </summary>
internal static class NameServers
{
    /// <summary>Sends one question, from the network namespace that the thread is in, and waits for its answer.</summary>
    public static NameReply Ask(NameQuestion question) => NameServerClient.Ask(question);
}
