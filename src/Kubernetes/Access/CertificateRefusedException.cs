using System.Security.Authentication;

namespace NetPath.Kubernetes.Access;

/// <summary>The server's certificate is not good; the message says what is wrong with it.</summary>
internal sealed class CertificateRefusedException(string message) : AuthenticationException(message);
