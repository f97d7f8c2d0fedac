namespace NetPath.Core.Kubernetes;

/// <summary>What a list says about itself.</summary>
internal sealed record ObjectListHead
{
    /// <summary>The kind of the list, such as <c>ServiceList</c>, or <c>List</c> for one of several kinds.</summary>
    public string Kind { get; set; } = "";

    /// <summary>Group and version of the list.</summary>
    public string ApiVersion { get; set; } = "";

    /// <summary>The version of the cluster's state that the list shows; empty when it does not say.</summary>
    public string ResourceVersion { get; set; } = "";

    /// <summary>The token by which the API gives the next page; empty when this is the last.</summary>
    public string Continue { get; set; } = "";

    /// <summary>How many objects follow on further pages; null when the API did not say.</summary>
    public long? Remaining { get; set; }

    /// <summary>The namespaces that the list was asked for; null for all.</summary>
    public IReadOnlyList<string>? Namespaces { get; set; }

    /// <summary>Where the list was read from: the API server's address or a file; empty when it does not say.</summary>
    public string Source { get; set; } = "";

    /// <summary>When the list was read; null when it does not say.</summary>
    public DateTimeOffset? Read { get; set; }
}
