using System.Net.Security;

namespace NetPath.Kubernetes.Access;

/// <summary>
/// The client's own check of a server's certificate asks only whether the cluster's authority signed it, and that authority signs for every node and user.
/// This adds the other half: that the certificate is for the name or address that was asked for.
/// </summary>
internal static class ServerName
{
    public static RemoteCertificateValidationCallback? AlsoChecked(RemoteCertificateValidationCallback? check) => check is null
        ? null
        : (sender, certificate, chain, errors) => !errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) && check(sender, certificate, chain, errors);
}
