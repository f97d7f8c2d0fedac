using System.Net.WebSockets;
using k8s;

namespace NetPath.Kubernetes.Access;

/// <summary>
/// Connects WebSockets for commands in pods as the client does, with both versions of the protocol to choose from, and also checks that the server's
/// certificate is for the name that was asked for, and goes through the kubeconfig's proxy.
/// </summary>
internal sealed class CheckedSocketBuilder(ServerAccess access, string? serverName) : WebSocketBuilder
{
    private static readonly string[] Protocols = ["v5.channel.k8s.io", "v4.channel.k8s.io"];

    public override Task<WebSocket> BuildAndConnectAsync(Uri uri, CancellationToken cancellationToken)
    {
        foreach (string protocol in Protocols)
        {
            Options.AddSubProtocol(protocol);
        }

        if (serverName is not null)
        {
            SetRequestHeader("Host", serverName);
        }

        if (access.Proxy is not null)
        {
            Options.Proxy = access.Proxy;
        }

        if (!access.Client.SkipTlsVerify)
        {
            Options.RemoteCertificateValidationCallback = ServerCertificate.Check(Options.RemoteCertificateValidationCallback);
        }

        return base.BuildAndConnectAsync(uri, cancellationToken);
    }
}
