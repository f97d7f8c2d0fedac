using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace NetPath.KubernetesTests.Server;

/// <summary>An authority of the tests' own, and certificates that it signs.</summary>
internal sealed class TestCertificates : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public TestCertificates()
    {
        CertificateRequest request = new("CN=netpath-test-authority", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.DigitalSignature, true));
        Authority = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    public X509Certificate2 Authority { get; }

    /// <summary>A server's certificate for an address of this machine, or for a name. It may have ended.</summary>
    public X509Certificate2 Server(string? name = null, DateTimeOffset? end = null)
    {
        SubjectAlternativeNameBuilder names = new();
        if (name is null)
        {
            names.AddIpAddress(IPAddress.Loopback);
            names.AddDnsName("localhost");
        }
        else
        {
            names.AddDnsName(name);
        }

        return Sign("CN=netpath-test-server", "1.3.6.1.5.5.7.3.1", names, end);
    }

    /// <summary>A client's certificate, by whose common name the server knows a user.</summary>
    public X509Certificate2 Client(string user) => Sign($"CN={user}", "1.3.6.1.5.5.7.3.2", null);

    public void Dispose()
    {
        Authority.Dispose();
        _key.Dispose();
    }

    private X509Certificate2 Sign(string subject, string usage, SubjectAlternativeNameBuilder? names, DateTimeOffset? end = null)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], false));
        if (names is not null)
        {
            request.CertificateExtensions.Add(names.Build());
        }

        DateTimeOffset last = end ?? DateTimeOffset.UtcNow.AddHours(12);
        using X509Certificate2 signed = request.Create(Authority.SubjectName, X509SignatureGenerator.CreateForECDsa(_key), last.AddHours(-14), last, RandomNumberGenerator.GetBytes(12));
        using X509Certificate2 whole = signed.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pkcs12), null);
    }
}
