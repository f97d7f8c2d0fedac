using System.Text;

namespace NetPath.Bench.Nodes;

/// <summary>Lists of a large cluster as an API server hands them out: pages of 500 objects, with what NetPath does not read left in.</summary>
internal static class ClusterPages
{
    private const int PageSize = 500;

    public static IEnumerable<byte[]> Services(int services) => Pages("ServiceList", "v1", services, (text, index) => text.Append(
        $$$$"""{"metadata":{"name":"service-{{{{index}}}}","namespace":"team-{{{{index % 50}}}}","uid":"{{{{Uid(index)}}}}","resourceVersion":"{{{{index}}}}",{{{{Managed("kubectl")}}}}},"spec":{"ports":[{"name":"http","protocol":"TCP","port":80,"targetPort":8080}],"selector":{"app":"service-{{{{index}}}}"},"clusterIP":"{{{{Address(10, 96, index)}}}}","clusterIPs":["{{{{Address(10, 96, index)}}}}"],"type":"ClusterIP","sessionAffinity":"None","ipFamilies":["IPv4"],"ipFamilyPolicy":"SingleStack","internalTrafficPolicy":"Cluster"},"status":{"loadBalancer":{}}}"""));

    public static IEnumerable<byte[]> EndpointSlices(int services, int endpoints) => Pages("EndpointSliceList", "discovery.k8s.io/v1", services, (text, index) =>
    {
        text.Append($$$$"""{"metadata":{"name":"service-{{{{index}}}}-abcde","namespace":"team-{{{{index % 50}}}}","uid":"{{{{Uid(index)}}}}","labels":{"kubernetes.io/service-name":"service-{{{{index}}}}"},{{{{Managed("kube-controller-manager")}}}}},"addressType":"IPv4","ports":[{"name":"http","protocol":"TCP","port":8080}],"endpoints":[""");
        for (int i = 0; i < endpoints; i++)
        {
            int pod = (index * endpoints) + i;
            text.Append($$$$"""{{{{(i > 0 ? "," : "")}}}}{"addresses":["{{{{Address(10, 128, pod)}}}}"],"conditions":{"ready":true,"serving":true,"terminating":false},"nodeName":"node-{{{{pod % 500}}}}","zone":"zone-{{{{pod % 3}}}}","targetRef":{"kind":"Pod","namespace":"team-{{{{index % 50}}}}","name":"pod-{{{{pod}}}}","uid":"{{{{Uid(pod)}}}}"}}""");
        }

        text.Append("]}");
    });

    public static IEnumerable<byte[]> Pods(int services, int endpoints) => Pages("PodList", "v1", services * endpoints, (text, pod) => text.Append(
        $$$$"""{"metadata":{"name":"pod-{{{{pod}}}}","namespace":"team-{{{{pod / endpoints % 50}}}}","uid":"{{{{Uid(pod)}}}}","labels":{"app":"service-{{{{pod / endpoints}}}}"},"ownerReferences":[{"apiVersion":"apps/v1","kind":"ReplicaSet","name":"rs-{{{{pod / endpoints}}}}","controller":true}],{{{{Managed("kubelet")}}}}},"spec":{"nodeName":"node-{{{{pod % 500}}}}","containers":[{"name":"c","image":"registry.example/team/app:1.2.3","env":[{"name":"A","value":"b"}],"ports":[{"name":"http","containerPort":8080,"protocol":"TCP"}],"resources":{}}],"restartPolicy":"Always"},"status":{"phase":"Running","hostIP":"192.168.0.1","podIP":"{{{{Address(10, 128, pod)}}}}","podIPs":[{"ip":"{{{{Address(10, 128, pod)}}}}"}],"conditions":[{"type":"Ready","status":"True"}]}}"""));

    private static IEnumerable<byte[]> Pages(string kind, string version, int count, Action<StringBuilder, int> write)
    {
        for (int start = 0; start < count; start += PageSize)
        {
            string next = start + PageSize < count ? $"\"continue\":\"{start + PageSize}\"," : "";
            StringBuilder text = new($$$$"""{"kind":"{{{{kind}}}}","apiVersion":"{{{{version}}}}","metadata":{{{{{next}}}}"resourceVersion":"1"},"items":[""");
            for (int index = start; index < Math.Min(count, start + PageSize); index++)
            {
                text.Append(index > start ? "," : "");
                write(text, index);
            }

            yield return Encoding.UTF8.GetBytes(text.Append("]}").ToString());
        }
    }

    // As long as what an API server keeps for each writer of an object.
    private static string Managed(string by) =>
        """
        "managedFields":[{"manager":"BY","operation":"Update","apiVersion":"v1","time":"2026-11-23T00:50:02Z","fieldsType":"FieldsV1","fieldsV1":{"f:metadata":{"f:labels":{".":{},"f:app":{}}},"f:spec":{"f:containers":{"k:{\"name\":\"c\"}":{".":{},"f:image":{},"f:imagePullPolicy":{},"f:name":{},"f:ports":{".":{}}}},"f:dnsPolicy":{},"f:restartPolicy":{},"f:schedulerName":{},"f:securityContext":{}}}}]
        """.Replace("BY", by, StringComparison.Ordinal);

    private static string Address(int first, int second, int index) => $"{first}.{second + (index >> 16)}.{(index >> 8) & 255}.{index & 255}";

    private static string Uid(int index) => $"00000000-0000-4000-8000-{index:x12}";
}
