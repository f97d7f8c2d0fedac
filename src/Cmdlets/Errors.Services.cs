using System.Management.Automation;
using NetPath.Core.Rendering;
using NetPath.Core.Services;
using NetPath.Core.Snapshots;

namespace NetPath.Cmdlets;

/// <content>Errors about Services, routes, interfaces and traces.</content>
internal static partial class Errors
{
    public static ErrorRecord NotVerified(Exception cause, object target) => Record(
        "TraceNotVerified",
        ErrorCategory.ResourceUnavailable,
        target,
        $"The trace was not verified. {cause.Message}",
        cause);

    public static ErrorRecord AddressInvalid(string text) => Record(
        "AddressInvalid",
        ErrorCategory.InvalidArgument,
        text,
        $"'{text}' is no IP address. Give one such as 10.109.60.134 or fd00::1.");

    public static ErrorRecord PodAddressInvalid(string text) => Record(
        "AddressInvalid",
        ErrorCategory.InvalidArgument,
        text,
        $"'{text}' is no IP address. Give one such as 10.244.120.67 or fd00::1. The endpoints of a Service come down the pipeline: Get-KubeServiceChain NAME | Resolve-PodRoute");

    public static ErrorRecord NoServiceRules(NodeSnapshot snapshot, string found) => Record(
        "NoServiceRules",
        ErrorCategory.ObjectNotFound,
        snapshot,
        $"{snapshot.NodeName} holds no iptables rules of kube-proxy: {found}. Check with: iptables-save -t nat | grep KUBE-SERVICES");

    public static ErrorRecord ServiceNotFound(string question, bool isAddress, NodeSnapshot snapshot, IReadOnlyList<string> all, IReadOnlyList<string> close) => Record(
        "ServiceNotFound",
        ErrorCategory.ObjectNotFound,
        question,
        $"kube-proxy's rules on {snapshot.NodeName} hold no Service {question}. {(close.Count > 0
            ? $"Of their {all.Count} Service ports these come close: {Some(close)}"
            : $"They hold {all.Count} Service ports: {Some(all)}")}. A headless or ExternalName Service has no rules.{(isAddress ? " An address is looked up with Get-KubeServiceChain -ClusterIP, and traced with -Destination and -Port." : "")}");

    public static ErrorRecord ServiceOtherwise(string question, NodeSnapshot snapshot, string otherwise) => Record(
        "ServiceNotFound",
        ErrorCategory.ObjectNotFound,
        question,
        $"kube-proxy's rules on {snapshot.NodeName} hold no Service {question}. {otherwise}.");

    public static ErrorRecord AddressNotVirtual(string question, IReadOnlyList<string> addresses, NodeSnapshot snapshot, IReadOnlyList<string> all) => Record(
        "AddressNotVirtual",
        ErrorCategory.ObjectNotFound,
        question,
        $"kube-proxy's rules on {snapshot.NodeName} hold no Service {question}: {(addresses.Count == 1 ? "it is no virtual IP" : "these are no virtual IPs")} there. They hold {all.Count} Service ports: {Some(all)}. Resolve-PodRoute tells where packets to it go.");

    public static ErrorRecord NoClusterIP(KubeServiceChain service) => Record(
        "ServiceWithoutClusterIP",
        ErrorCategory.InvalidData,
        service,
        $"The rules name no cluster IP and port for {service.Name}, so there is nothing to connect to. Use -Destination and -Port with the node's address and the node port{(service.NodePort is int port ? $" {port}" : "")}.");

    public static ErrorRecord NoEndpoints(KubeServiceChain service) => Record(
        "ServiceWithoutEndpoints",
        ErrorCategory.ObjectNotFound,
        service,
        $"{service.Name} has no endpoint to resolve: kube-proxy {(service.State == nameof(ServiceState.NoEndpoints) ? "rejects its connections, since no pod is ready" : service.State == nameof(ServiceState.NoLocalEndpoints) ? "drops its connections, since no pod of it runs on this node" : "translates its connections nowhere")}. Trace-ServicePacket shows what a client sees.");

    public static ErrorRecord NothingAsked(string cmdlet, string parameter, string example) => Record(
        "NothingAsked",
        ErrorCategory.InvalidArgument,
        null,
        $"{cmdlet} needs {parameter}, or objects from the pipeline. Example: {example}");

    public static ErrorRecord InterfaceNotFound(string asked, string place, IReadOnlyList<string> known) => Record(
        "InterfaceNotFound",
        ErrorCategory.ObjectNotFound,
        asked,
        $"{place} has no interface {asked}.{CloseNames.Question(asked.Trim('\''), known)} It has {Some(known)}.");

    public static ErrorRecord NoInterface(Core.Routing.PodRoute route) => Record(
        "RouteWithoutInterface",
        ErrorCategory.ObjectNotFound,
        route,
        $"Packets to {route.PodIP} leave {route.Node} by no interface: {route.Problem}.");

    public static ErrorRecord TraceImpossible(Exception cause, object? target) => Record(
        "TraceImpossible",
        ErrorCategory.InvalidArgument,
        target,
        cause.Message,
        cause);

    public static ErrorRecord InputNotUnderstood(object? input, string wanted) => Record(
        "InputNotUnderstood",
        ErrorCategory.InvalidArgument,
        input,
        $"'{input}' ({input?.GetType().Name ?? "null"}) is nothing that this cmdlet takes from the pipeline. It takes {wanted}.");
}
