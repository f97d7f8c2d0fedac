namespace NetPath.Core.Services;

/// <summary>Which endpoints a kind of traffic may go to.</summary>
public enum TrafficPolicy
{
    /// <summary>Every endpoint of the cluster.</summary>
    Cluster,

    /// <summary>Only endpoints on this node.</summary>
    Local,
}
