namespace NetPath.Core.Dns;

/// <summary>What is worth knowing about a resolution: where the libraries differ for this name, and what settings do to it.</summary>
internal static class ResolutionNotes
{
    private const int MostServers = 3;

    /// <summary>The notes.</summary>
    public static IEnumerable<string> Of(NameRequest request, ResolverConfiguration configuration, IReadOnlyList<AskedName> asked)
    {
        ResolverLibrary other = request.Library == ResolverLibrary.Glibc ? ResolverLibrary.Musl : ResolverLibrary.Glibc;
        if (!SearchSequence.Of(request.Name, configuration, request.Library).SequenceEqual(SearchSequence.Of(request.Name, configuration, other)))
        {
            yield return $"{Named(other)} tries other names: {string.Join(", ", SearchSequence.Of(request.Name, configuration, other).Select(candidate => candidate.Name))}";
        }

        if (request.Library == ResolverLibrary.Glibc && asked.Any(one => one.Reply.Answer == NameAnswer.NoData) && asked.GroupBy(one => one.Question.Name).Any(group => group.All(one => one.Reply.Answer == NameAnswer.NoData)))
        {
            yield return "musl stops at a name that exists without an address; glibc goes on with the search list";
        }

        if (configuration.Nameservers.Count > 1 && request.Library == ResolverLibrary.Glibc)
        {
            yield return configuration.Rotates
                ? "rotate: glibc begins with any of the servers; the list shows one order"
                : "musl asks all servers at once and takes the first answer";
        }

        if (configuration.Nameservers.Count > MostServers)
        {
            yield return $"only the first {MostServers} of {configuration.Nameservers.Count} servers are asked";
        }

        if (configuration.Nameservers.Count == 0)
        {
            yield return "resolv.conf names no server, so that 127.0.0.1 is asked";
        }

        if (configuration.UsesTcp && request.Library == ResolverLibrary.Musl)
        {
            yield return "use-vc: musl does not know it and asks over UDP";
        }
    }

    private static string Named(ResolverLibrary library) => library == ResolverLibrary.Glibc ? "glibc" : "musl";
}
