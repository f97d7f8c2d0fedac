using System.Management.Automation;
using NetPath.Core.Kubernetes;

namespace NetPath.Cmdlets;

/// <content>Errors about the Kubernetes API and its objects.</content>
internal static partial class Errors
{
    public static ErrorRecord ObjectFileNotFound(string path) => Record(
        "ObjectFileNotFound",
        ErrorCategory.ObjectNotFound,
        path,
        $"There is no file '{path}'. Make one with: kubectl get services,endpointslices,pods,nodes -A -o json > objects.json");

    public static ErrorRecord ObjectFileUnreadable(string path, Exception cause) => Record(
        "ObjectFileUnreadable",
        ErrorCategory.ReadError,
        path,
        $"The file '{path}' could not be read: {Sentence(cause.Message)}",
        cause);

    public static ErrorRecord ObjectsUnusable(ObjectListException cause, object? target) => Record(
        "KubernetesObjectsUnusable",
        ErrorCategory.InvalidData,
        target,
        $"{Sentence(cause.Message)} Nothing was added.",
        cause);

    public static ErrorRecord NoObjects(string[] files) => Record(
        "NoKubernetesObjects",
        ErrorCategory.ObjectNotFound,
        files,
        files.Length == 0
            ? "The API gave no objects."
            : $"'{string.Join("', '", files)}' holds no object of a kind that NetPath reads: {string.Join(", ", KubernetesResource.All.Select(resource => resource.Kind))}.");

    public static ErrorRecord ApiFailed(KubernetesApiException cause, object? target)
    {
        (string id, ErrorCategory category, string hint) = cause.Failure switch
        {
            ApiFailure.Configuration => ("KubeConfigUnusable", ErrorCategory.InvalidArgument, ""),
            ApiFailure.Unreachable => ("ApiUnreachable", ErrorCategory.ConnectionError, " Check the context, and whether kubectl reaches it."),
            ApiFailure.Certificate => ("ApiCertificateWrong", ErrorCategory.SecurityError, " Check the cluster's server, certificate-authority and tls-server-name in the kubeconfig."),
            ApiFailure.Unauthorized => ("ApiUnauthorized", ErrorCategory.AuthenticationError, " Log in anew, or choose another context with -Context."),
            ApiFailure.Forbidden => ("ApiForbidden", ErrorCategory.PermissionDenied, " deploy/rbac.yaml holds the rights that NetPath needs."),
            ApiFailure.NotFound => ("ApiNotFound", ErrorCategory.ObjectNotFound, ""),
            ApiFailure.Busy => ("ApiBusy", ErrorCategory.ResourceBusy, " Try again later."),
            ApiFailure.Expired => ("ApiListExpired", ErrorCategory.ResourceUnavailable, " Try again, or read less with -Namespace."),
            ApiFailure.TimedOut => ("ApiTimedOut", ErrorCategory.OperationTimeout, " Allow more time with -TimeoutSec."),
            ApiFailure.BrokenAnswer => ("ApiAnswerBroken", ErrorCategory.ProtocolError, " Nothing of it is used; try again."),
            _ => ("ApiRefused", ErrorCategory.InvalidResult, ""),
        };
        return Record(id, category, target, $"{Sentence(cause.Message)}{hint}", cause);
    }
}
