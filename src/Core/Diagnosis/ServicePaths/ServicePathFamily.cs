namespace NetPath.Core.Diagnosis.ServicePaths;

/// <summary>NP2: the rules that turn a Service's virtual IP into an endpoint.</summary>
internal static class ServicePathFamily
{
    public static readonly FindingDefinition[] Definitions =
    [
        NoEndpoints.Definition,
        NoLocalEndpoints.Definition,
    ];
}
