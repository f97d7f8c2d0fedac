namespace NetPath.Core.Kubernetes;

/// <summary>The Kubernetes API could not be asked, or did not give what was asked for.</summary>
public sealed class KubernetesApiException : Exception
{
    /// <summary>Makes the error.</summary>
    /// <param name="failure">Why.</param>
    /// <param name="request">What was asked, such as "list services at https://10.0.0.1:6443".</param>
    /// <param name="reason">What happened, as a sentence without a full stop.</param>
    /// <param name="cause">The error underneath, if there is one.</param>
    public KubernetesApiException(ApiFailure failure, string request, string reason, Exception? cause = null)
        : base($"Could not {request}: {reason}.", cause)
    {
        Failure = failure;
        Request = request;
    }

    /// <summary>Why.</summary>
    public ApiFailure Failure { get; }

    /// <summary>What was asked.</summary>
    public string Request { get; }
}
