using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace NetPath.Kubernetes.Access;

/// <summary>
/// The client's own check of a server's certificate asks only whether the cluster's authority signed it, and that authority signs for every node and user.
/// This adds the other half, that the certificate is for the name or address that was asked for, and says what is wrong with one that is refused.
/// </summary>
internal static class ServerCertificate
{
    /// <summary>The check, with the name added to it.</summary>
    /// <param name="check">The client's; null where the machine's own authorities are asked.</param>
    public static RemoteCertificateValidationCallback Check(RemoteCertificateValidationCallback? check) => (sender, certificate, chain, errors) =>
    {
        bool isTrusted = !errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) && (check?.Invoke(sender, certificate, chain, errors) ?? errors == SslPolicyErrors.None);
        return isTrusted ? true : throw new CertificateRefusedException(Problem(certificate as X509Certificate2, (sender as SslStream)?.TargetHostName, errors));
    };

    private static string Problem(X509Certificate2? certificate, string? asked, SslPolicyErrors errors)
    {
        DateTime now = DateTime.Now;
        return certificate switch
        {
            null => "it shows none",
            _ when certificate.NotAfter < now => $"it expired at {Text(certificate.NotAfter)}",
            _ when certificate.NotBefore > now => $"it is not valid before {Text(certificate.NotBefore)}, by this machine's clock",
            _ when errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) => $"it is for {string.Join(", ", Names(certificate))}, and not for {asked}",
            _ => $"it was signed by {certificate.Issuer}, and not by an authority that is trusted here",
        };
    }

    private static string[] Names(X509Certificate2 certificate)
    {
        string[] names = [.. certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .SelectMany(extension => extension.EnumerateDnsNames().Concat(extension.EnumerateIPAddresses().Select(address => address.ToString())))];
        return names.Length > 0 ? names : [certificate.Subject];
    }

    private static string Text(DateTime time) => time.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ssZ", CultureInfo.InvariantCulture);
}
