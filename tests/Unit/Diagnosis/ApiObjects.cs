using System.Text;
using NetPath.Core.Kubernetes;
using NetPath.Core.Snapshots;

namespace NetPath.Unit.Diagnosis;

/// <summary>The Service default/web of the API with its endpoints, put beside what a node does.</summary>
internal static class ApiObjects
{
    /// <summary>Adds the Service and one slice.</summary>
    /// <param name="snapshot">The node.</param>
    /// <param name="endpoints">Addresses; one with a minus before it is not ready.</param>
    public static NodeSnapshot With(NodeSnapshot snapshot, params string[] endpoints) => WithService(snapshot, "web", "10.96.0.50", endpoints);

    /// <summary>Adds a Service of another name and one slice.</summary>
    public static NodeSnapshot WithService(NodeSnapshot snapshot, string service, string address, params string[] endpoints)
    {
        string list = $$"""
            {"apiVersion":"v1","kind":"List","items":[
             {"apiVersion":"v1","kind":"Node","metadata":{"name":"node1"},"status":{} },
             {"apiVersion":"v1","kind":"Service","metadata":{"namespace":"default","name":"{{service}}"},
              "spec":{"type":"NodePort","clusterIP":"{{address}}","clusterIPs":["{{address}}"],"internalTrafficPolicy":"Cluster","externalTrafficPolicy":"Cluster","ports":[{"port":80,"targetPort":8080,"protocol":"TCP","nodePort":30080}]} },
             {"apiVersion":"discovery.k8s.io/v1","kind":"EndpointSlice","metadata":{"namespace":"default","name":"{{service}}-1","labels":{"kubernetes.io/service-name":"{{service}}"} },
              "addressType":"IPv4","ports":[{"name":"","port":8080,"protocol":"TCP"}],
              "endpoints":[{{string.Join(',', endpoints.Select(Endpoint))}}]}]}
            """;
        KubernetesCollection collection = new();
        collection.AddFile(Encoding.UTF8.GetBytes(list), "objects.json");
        return collection.AddTo(snapshot);
    }

    private static string Endpoint(string address)
    {
        bool ready = !address.StartsWith('-');
        return $$"""{"addresses":["{{address.TrimStart('-')}}"],"conditions":{"ready":{{(ready ? "true" : "false")}},"serving":{{(ready ? "true" : "false")}},"terminating":false},"nodeName":"node1"}""";
    }
}
