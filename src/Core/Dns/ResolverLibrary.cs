namespace NetPath.Core.Dns;

/// <summary>Whose resolver a program uses: they read the same resolv.conf and ask differently.</summary>
public enum ResolverLibrary
{
    /// <summary>The GNU C library: Debian, Ubuntu, Red Hat and most images.</summary>
    Glibc,

    /// <summary>musl: Alpine's images.</summary>
    Musl,
}
