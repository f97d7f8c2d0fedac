using System.Management.Automation;
using System.Net;
using NetPath.Cmdlets.Completion;
using NetPath.Core.Packets;
using NetPath.Core.Routing;
using NetPath.Core.Services;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;

namespace NetPath.Cmdlets.Routing;

/// <summary>
/// <para type="synopsis">Looks up how a node routes packets to a pod: policy rule, table, route, interface, next hop.</para>
/// </summary>
[Cmdlet(VerbsDiagnostic.Resolve, "PodRoute")]
[OutputType(typeof(PodRoute))]
public sealed class ResolvePodRouteCommand : PathCmdlet
{
    /// <summary>
    /// <para type="description">Addresses of pods, or any other addresses.</para>
    /// </summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyCollection]
    [Alias("IPAddress")]
    [ArgumentCompleter(typeof(PodAddressCompleter))]
    public string[] PodIP { get; set; } = [];

    /// <inheritdoc/>
    protected override void Process()
    {
        if (Input is KubeServiceChain { Endpoints.Length: 0 } service)
        {
            WriteError(Errors.NoEndpoints(service));
            return;
        }

        string[] addresses = Input is string or IPAddress ? [$"{Input}"] : PodIP;
        if (addresses.Length == 0)
        {
            WriteError(Input is null or NodeSnapshot
                ? Errors.NothingAsked("Resolve-PodRoute", "-PodIP", "Resolve-PodRoute 10.244.120.67")
                : Errors.InputNotUnderstood(Input, "addresses, and objects with a property PodIP"));
            return;
        }

        foreach (NodeSnapshot snapshot in SourceSnapshots())
        {
            Parsed(snapshot, ServiceTracer.For);
            foreach (string address in addresses)
            {
                Cancellation.ThrowIfCancellationRequested();
                Resolve(snapshot, address);
            }
        }
    }

    private void Resolve(NodeSnapshot snapshot, string text)
    {
        if (!IpAddress.TryParse(text, out IpAddress address))
        {
            WriteError(Errors.PodAddressInvalid(text));
            return;
        }

        foreach (PodRoute route in PodRoutes.Resolve(snapshot, address))
        {
            WriteObject(route with { Service = (Input as KubeServiceChain)?.Name });
        }
    }
}
