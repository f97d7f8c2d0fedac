using System.Net.WebSockets;
using k8s;

namespace NetPath.Kubernetes.Access;

/// <summary>
/// Connects WebSockets for commands in pods as the client does, with both versions of the protocol to choose from, and also checks that the server's
/// certificate is for the name that was asked for.
/// </summary>
internal sealed class CheckedSocketBuilder(bool checksName) : WebSocketBuilder
{
    private static readonly string[] Protocols = ["v5.channel.k8s.io", "v4.channel.k8s.io"];

    public override Task<WebSocket> BuildAndConnectAsync(Uri uri, CancellationToken cancellationToken)
    {
        foreach (string protocol in Protocols)
        {
            Options.AddSubProtocol(protocol);
        }

        if (checksName)
        {
            Options.RemoteCertificateValidationCallback = ServerName.AlsoChecked(Options.RemoteCertificateValidationCallback);
        }

        return base.BuildAndConnectAsync(uri, cancellationToken);
    }
}
