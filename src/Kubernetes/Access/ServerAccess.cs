using System.Net;
using k8s;

namespace NetPath.Kubernetes.Access;

/// <summary>The way to an API server.</summary>
/// <param name="Client">What the client makes of the configuration.</param>
/// <param name="Proxy">The proxy that the kubeconfig names; null for that of the environment, if there is one.</param>
internal sealed record ServerAccess(KubernetesClientConfiguration Client, IWebProxy? Proxy = null);
