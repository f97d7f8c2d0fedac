using System.Security.Cryptography;
using System.Text;
using NetPath.Core.Packets;

namespace NetPath.Core.Services;

/// <summary>
/// The names that kube-proxy gives to its iptables chains: a prefix and 16 characters of the base32 of a SHA-256 over the Service
/// port's name and protocol (pkg/proxy/iptables/proxier.go, portProtoHash and servicePortEndpointChainName).
/// </summary>
public static class KubeChainName
{
    /// <summary>All endpoints of a Service port.</summary>
    public const string ServicePrefix = "KUBE-SVC-";

    /// <summary>The endpoints on this node (Kubernetes 1.24 and later).</summary>
    public const string LocalPrefix = "KUBE-SVL-";

    /// <summary>Traffic from outside the cluster (1.24 and later).</summary>
    public const string ExternalPrefix = "KUBE-EXT-";

    /// <summary>Traffic from outside the cluster (until 1.23).</summary>
    public const string OldExternalPrefix = "KUBE-XLB-";

    /// <summary>The source ranges of a load balancer.</summary>
    public const string FirewallPrefix = "KUBE-FW-";

    /// <summary>One endpoint.</summary>
    public const string EndpointPrefix = "KUBE-SEP-";

    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>The 16 characters that all chains of a Service port end in.</summary>
    /// <param name="servicePort">namespace/name, with :port when the port has a name.</param>
    /// <param name="protocol">The protocol.</param>
    public static string ServiceHash(string servicePort, Protocol protocol) => Hash(servicePort + ProtocolName.Of(protocol));

    /// <summary>The 16 characters that the chain of one endpoint ends in.</summary>
    /// <param name="servicePort">namespace/name, with :port when the port has a name.</param>
    /// <param name="protocol">The protocol.</param>
    /// <param name="endpoint">The endpoint as ip:port.</param>
    public static string EndpointHash(string servicePort, Protocol protocol, string endpoint) =>
        Hash(servicePort + ProtocolName.Of(protocol) + endpoint);

    /// <summary>The hash at the end of one of a Service port's chains; null when the chain is none of these.</summary>
    public static string? HashOf(string chain)
    {
        ArgumentNullException.ThrowIfNull(chain);
        foreach (string prefix in (ReadOnlySpan<string>)[ServicePrefix, LocalPrefix, ExternalPrefix, OldExternalPrefix, FirewallPrefix])
        {
            if (chain.StartsWith(prefix, StringComparison.Ordinal))
            {
                return chain[prefix.Length..];
            }
        }

        return null;
    }

    // RFC 4648 base32 of the first ten bytes: 16 characters, no padding.
    private static string Hash(string text)
    {
        ReadOnlySpan<byte> digest = SHA256.HashData(Encoding.UTF8.GetBytes(text));
        StringBuilder encoded = new(16);
        int buffer = 0;
        int bits = 0;
        foreach (byte part in digest[..10])
        {
            buffer = (buffer << 8) | part;
            bits += 8;
            while (bits >= 5)
            {
                bits -= 5;
                encoded.Append(Alphabet[(buffer >> bits) & 31]);
            }
        }

        return encoded.ToString();
    }
}
