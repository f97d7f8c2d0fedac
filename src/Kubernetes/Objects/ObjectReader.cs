using System.Net;
using NetPath.Core.Kubernetes;
using NetPath.Kubernetes.Access;

namespace NetPath.Kubernetes.Objects;

/// <summary>Reads lists of objects from an API server, page by page.</summary>
public sealed class ObjectReader(ApiServer server)
{
    /// <summary>A list whose pages expire this often changes faster than it can be read.</summary>
    private const int MostRestarts = 4;

    /// <summary>
    /// Reads lists into a collection. A kind that the cluster may lack, and does, is left out; so is, where only some namespaces are asked for, one that
    /// belongs to no namespace and that the user may not list.
    /// </summary>
    /// <param name="resources">The kinds.</param>
    /// <param name="namespaces">The namespaces; null for all.</param>
    /// <param name="progress">Told, from any thread, the kind and how many of it were read.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="KubernetesApiException">A list could not be read whole.</exception>
    public async Task<KubernetesCollection> ReadAsync(
        IReadOnlyList<KubernetesResource> resources,
        IReadOnlyList<string>? namespaces,
        Action<string>? progress,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(resources);
        KubernetesCollection collection = new();
        foreach (KubernetesResource resource in resources)
        {
            string?[] spaces = resource.IsNamespaced && namespaces is not null ? [.. namespaces] : [null];
            foreach (string? space in spaces)
            {
                await ReadListAsync(collection, resource, namespaces, space, progress, cancellation).ConfigureAwait(false);
            }
        }

        return collection;
    }

    private async Task ReadListAsync(
        KubernetesCollection collection,
        KubernetesResource resource,
        IReadOnlyList<string>? namespaces,
        string? space,
        Action<string>? progress,
        CancellationToken cancellation)
    {
        string request = $"list {resource}{(space is null ? "" : $" in namespace {space}")}";
        string next = "";
        int restarts = 0;
        bool more = true;
        while (more)
        {
            progress?.Invoke($"{resource}: {collection.CountOf(resource)}");
            string query = $"?limit={server.PageSize}{(next.Length > 0 ? $"&continue={Uri.EscapeDataString(next)}" : "")}";
            ApiAnswer answer = await server.SendAsync(HttpMethod.Get, resource.ListPath(space) + query, request, null, cancellation).ConfigureAwait(false);
            if (resource.IsOptional && await IsAbsentAsync(resource, answer.Code, request, cancellation).ConfigureAwait(false))
            {
                return;
            }

            if (answer.Code == HttpStatusCode.Forbidden && namespaces is not null && !resource.IsNamespaced)
            {
                collection.LeaveOut(resource, ApiErrors.From(answer, $"{request} at {server.Address}").Message);
                return;
            }

            if (answer.Code == HttpStatusCode.Gone && next.Length > 0 && restarts++ < MostRestarts)
            {
                next = "";
                continue;
            }

            if (!answer.IsSuccess)
            {
                throw ApiErrors.From(answer, $"{request} at {server.Address}");
            }

            if (next.Length == 0)
            {
                collection.BeginList(resource, server.Address, DateTimeOffset.UtcNow, namespaces, space);
            }

            next = AddPage(collection, resource, answer, request);
            more = next.Length > 0;
        }
    }

    /// <summary>Who has no right to a kind gets 403 for it also where the cluster has no such kind; the list of the API's groups, which everybody may read, tells.</summary>
    private async Task<bool> IsAbsentAsync(KubernetesResource resource, HttpStatusCode code, string request, CancellationToken cancellation) => code switch
    {
        HttpStatusCode.NotFound => true,
        HttpStatusCode.Forbidden => (await server.SendAsync(HttpMethod.Get, $"/apis/{resource.ApiVersion}", request, null, cancellation).ConfigureAwait(false)).Code == HttpStatusCode.NotFound,
        _ => false,
    };

    private string AddPage(KubernetesCollection collection, KubernetesResource resource, ApiAnswer answer, string request)
    {
        try
        {
            return collection.AddPage(resource, answer.Content, server.Address);
        }
        catch (ObjectListException error)
        {
            throw new KubernetesApiException(ApiFailure.BrokenAnswer, $"{request} at {server.Address}", $"the answer {error.Problem}", error);
        }
    }
}
