namespace NetPath.Core.Dns;

/// <summary>
/// The whole names that a resolver tries for what was typed, in order: as __res_context_search() of glibc (resolv/res_query.c) and name_from_dns_search() of
/// musl (src/network/lookup_name.c) do. Which of them are asked depends on the answers.
/// </summary>
public static class SearchSequence
{
    /// <summary>The names, in the order in which they are tried.</summary>
    /// <param name="name">The name as it was typed; a dot at its end keeps the search list out.</param>
    /// <param name="configuration">What resolv.conf says.</param>
    /// <param name="library">Whose resolver it is.</param>
    public static IReadOnlyList<CandidateName> Of(string name, ResolverConfiguration configuration, ResolverLibrary library)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(configuration);
        string bare = name.TrimEnd('.');
        CandidateName asItIs = new(bare, null);
        if (name.EndsWith('.'))
        {
            return [asItIs];
        }

        int dots = name.Count(character => character == '.');
        IReadOnlyList<CandidateName> searched = Searched(bare, configuration, library);
        if (dots >= configuration.Ndots)
        {
            // musl does not come back to the search list.
            return library == ResolverLibrary.Musl ? [asItIs] : [asItIs, .. searched];
        }

        // A root domain in the list is the name as it is.
        bool endsAsItIs = library == ResolverLibrary.Musl
            || (!searched.Contains(asItIs) && (dots > 0 || searched.Count == 0 || !configuration.SkipsTopLevelQuery));
        return endsAsItIs ? [.. searched, asItIs] : searched;
    }

    // A name too long to be asked: glibc takes the failed res_mkquery() for the end of the list, musl goes on to the next domain.
    private static IReadOnlyList<CandidateName> Searched(string name, ResolverConfiguration configuration, ResolverLibrary library)
    {
        IEnumerable<CandidateName> appended = configuration.Search.Select(domain => Appended(name, domain));
        return [.. library == ResolverLibrary.Musl ? appended.Where(CanBeAsked) : appended.TakeWhile(CanBeAsked)];
    }

    private static bool CanBeAsked(CandidateName candidate) => candidate.Name.Length <= NameSyntax.LongestName;

    private static CandidateName Appended(string name, string domain)
    {
        string bare = domain.Trim('.');
        return bare.Length == 0 ? new CandidateName(name, null) : new CandidateName($"{name}.{bare}", bare);
    }
}
