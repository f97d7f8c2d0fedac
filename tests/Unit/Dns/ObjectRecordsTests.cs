using NetPath.Core.Dns;
using Xunit;

namespace NetPath.Unit.Dns;

/// <summary>Names on a node whose API objects are known too: those that have no rules.</summary>
public sealed class ObjectRecordsTests
{
    private const string Objects = """
        {"apiVersion":"v1","kind":"Service","metadata":{"name":"web","namespace":"default"},"spec":{"type":"ClusterIP","clusterIP":"10.96.0.50","clusterIPs":["10.96.0.50","fd00::50"],"ports":[{"port":80,"protocol":"TCP"}]}},
        {"apiVersion":"v1","kind":"Service","metadata":{"name":"db","namespace":"default"},"spec":{"type":"ClusterIP","clusterIP":"None","clusterIPs":["None"],"selector":{"app":"db"},"ports":[{"name":"sql","port":5432,"protocol":"TCP"},{"name":"metrics","port":9187,"protocol":"TCP"}]}},
        {"apiVersion":"v1","kind":"Service","metadata":{"name":"empty","namespace":"default"},"spec":{"type":"ClusterIP","clusterIP":"None","clusterIPs":["None"],"ports":[{"port":1}]}},
        {"apiVersion":"v1","kind":"Service","metadata":{"name":"far","namespace":"default"},"spec":{"type":"ExternalName","externalName":"db.example.com"}},
        {"apiVersion":"discovery.k8s.io/v1","kind":"EndpointSlice","metadata":{"name":"db-1","namespace":"default","labels":{"kubernetes.io/service-name":"db"}},"addressType":"IPv4",
         "ports":[{"name":"sql","port":5432,"protocol":"TCP"},{"name":"metrics","port":9187,"protocol":"TCP"}],
         "endpoints":[{"addresses":["10.244.0.20"],"hostname":"db-0","conditions":{"ready":true}},{"addresses":["10.244.0.21"],"hostname":"db-1","conditions":{"ready":true}},
                      {"addresses":["10.244.0.22"],"hostname":"db-2","conditions":{"ready":false}},{"addresses":["10.244.0.23"],"conditions":{"ready":true}}]},
        {"apiVersion":"v1","kind":"Pod","metadata":{"name":"client","namespace":"default","uid":"u"},"spec":{},"status":{"phase":"Running","podIPs":[{"ip":"10.244.0.3"}]}}
        """;

    public static TheoryData<string, string, string, string> Names { get; } = new()
    {
        { "a virtual IP of both families", "web", "Resolved", "10.96.0.50 fd00::50" },
        { "a headless Service", "db", "Resolved", "10.244.0.20 10.244.0.21 10.244.0.23" },
        { "a pod of a StatefulSet", "db-1.db", "Resolved", "10.244.0.21" },
        { "one that is not ready", "db-2.db.default.svc.cluster.local.", "NotFound", "" },
        { "one without a host name", "10-244-0-23.db", "Resolved", "10.244.0.23" },
        { "no ready endpoint", "empty", "NotFound", "" },
        { "an external name", "far", "Resolved", "db.example.com" },
        { "no such Service", "missing", "NotFound", "" },
        { "a port of a headless Service", "_sql._tcp.db", "Resolved", "? ? 5432 db-0.db.default.svc.cluster.local ? ? 5432 db-1.db.default.svc.cluster.local ? ? 5432 10-244-0-23.db.default.svc.cluster.local" },
        { "a pod's address", "10-244-0-3.default.pod.cluster.local.", "Resolved", "10.244.0.3" },
        { "the address of no pod", "10-244-0-99.default.pod.cluster.local.", "Unknown", "" },
    };

    [Theory]
    [MemberData(nameof(Names), DisableDiscoveryEnumeration = true)]
    public void The_objects_tell_what_the_rules_cannot(string what, string name, string verdict, string data)
    {
        Assert.NotEmpty(what);
        ServiceNameResolution resolution = DnsNode.Resolve(DnsNode.With(DnsNode.Healthy(), Objects), name);

        Assert.Equal(verdict, resolution.Verdict);
        Assert.Equal(data, string.Join(' ', resolution.Answers.Select(record => record.Data).Distinct()));
        Assert.Empty(resolution.Assumptions);
    }

    [Fact]
    public void All_ports_of_a_Service_are_told_where_none_is_named()
    {
        ServiceNameResolution resolution = DnsNode.Resolve(DnsNode.With(DnsNode.Healthy(), Objects), "web", types: [DnsRecordType.SRV]);

        Assert.Equal("? ? 80 web.default.svc.cluster.local", Assert.Single(resolution.Answers).Data);
    }
}
