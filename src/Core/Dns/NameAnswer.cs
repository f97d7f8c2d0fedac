namespace NetPath.Core.Dns;

/// <summary>How a query is answered.</summary>
public enum NameAnswer
{
    /// <summary>The snapshot does not tell.</summary>
    Unknown,

    /// <summary>Records of the type that was asked for.</summary>
    Found,

    /// <summary>The name exists, and has no record of this type (NOERROR without an answer).</summary>
    NoData,

    /// <summary>The name does not exist (NXDOMAIN).</summary>
    NotFound,

    /// <summary>The server answers that it could not or would not (SERVFAIL, REFUSED and the like).</summary>
    ServerFailure,

    /// <summary>Nothing comes back, and the resolver waits until its time is over.</summary>
    NoReply,

    /// <summary>The query is rejected, and the resolver is told at once ("connection refused", or an error of its own kernel).</summary>
    Rejected,
}
