using System.Text;
using NetPath.Core.Kubernetes;
using NetPath.Core.Snapshots;
using Xunit;

namespace NetPath.KubernetesTests.Objects;

/// <summary>Files of kubectl and saved answers of the API become parts of a snapshot.</summary>
public sealed class ObjectFileTests
{
    [Fact]
    public void A_list_of_several_kinds_is_split_by_kind()
    {
        NodeSnapshot snapshot = Add(("cluster.json", Fixture.Bytes("cluster.json")));

        KubernetesObjects objects = snapshot.GetKubernetesObjects();
        Assert.Equal([32, 32, 18, 3], [objects.Services.Length, objects.EndpointSlices.Length, objects.Pods.Length, objects.Nodes.Length]);
        Assert.Equal(
            ["kubernetes/endpointslices.json", "kubernetes/nodes.json", "kubernetes/pods.json", "kubernetes/services.json"],
            snapshot.Commands.Select(file => file.Path).Order());
        Assert.Contains("kubernetes", snapshot.Sections);
        Assert.Empty(snapshot.Problems);
    }

    [Fact]
    public void A_service_reads_as_it_was_written()
    {
        KubeService service = Add(("cluster.json", Fixture.Bytes("cluster.json"))).GetKubernetesObjects().FindService("default", "web")!;

        Assert.Equal("ClusterIP", service.Type);
        Assert.Equal(["http 80/TCP -> http", "metrics 9090/TCP -> metrics"], service.Ports.Select(port => $"{port} -> {port.TargetPort}"));
        Assert.Equal("web", service.Selector["app"]);
        Assert.False(service.IsHeadless);
    }

    [Fact]
    public void An_endpoint_keeps_its_conditions_node_and_hints()
    {
        KubernetesObjects objects = Add(("cluster.json", Fixture.Bytes("cluster.json"))).GetKubernetesObjects();

        KubeEndpoint terminating = objects.FindEndpointSlices("default", "all-terminating").Single().Endpoints[1];
        Assert.Equal("10.244.104.95 ready=False serving=True terminating=True node2 zone-a default/term-1", Describe(terminating));
        KubeEndpoint unknown = objects.FindEndpointSlices("default", "manual").Single().Endpoints.Single();
        Assert.Equal("10.250.0.9 ready=True serving=True terminating=False   ", Describe(unknown));
        Assert.Equal(["zone-a", "zone-a", "zone-b"], objects.FindEndpointSlices("default", "same-zone").Single().Endpoints.Select(endpoint => endpoint.ZoneHints.Single()));
    }

    [Fact]
    public void A_pod_is_found_by_its_address_unless_it_shares_the_nodes()
    {
        KubernetesObjects objects = Add(("cluster.json", Fixture.Bytes("cluster.json"))).GetKubernetesObjects();

        KubePod pod = objects.FindPodByAddress(Core.Packets.IpAddress.Parse("10.244.120.90"))!;
        Assert.Equal("default/broken-0 on node1, ready False", $"{pod} on {pod.NodeName}, ready {pod.Ready}");
        Assert.Null(objects.FindPodByAddress(Core.Packets.IpAddress.Parse("172.30.99.11")));
        Assert.Equal("zone-a", objects.FindNode("node1")!.Zone);
    }

    [Fact]
    public void Evidence_leads_to_the_object_in_the_snapshot()
    {
        NodeSnapshot snapshot = Add(("cluster.json", Fixture.Bytes("cluster.json")));
        Evidence evidence = snapshot.GetKubernetesObjects().FindEndpointSlices("default", "all-terminating").Single().Endpoints[1].GetEvidence()!;

        string[] lines = Encoding.UTF8.GetString(snapshot.Content.Parts.Single(part => part.Path == evidence.File).Content.Span).Split('\n');
        Assert.Contains("\"name\":\"all-terminating-rz2wf\"", lines[evidence.Line - 1], StringComparison.Ordinal);
        Assert.StartsWith("""{"addresses":["10.244.104.95"]""", evidence.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_may_hold_passwords_and_bookkeeping_stays_out()
    {
        NodeSnapshot snapshot = Add(("pod.json", """
            {"kind":"Pod","apiVersion":"v1","metadata":{"name":"p","namespace":"d","managedFields":[{"manager":"SECRET1"}],
             "annotations":{"kubectl.kubernetes.io/last-applied-configuration":"SECRET2","other":"kept\ud83d\ude00"}},
             "spec":{"nodeName":"n","volumes":[{"name":"SECRET3"}],"containers":[{"name":"c","env":[{"name":"A","value":"SECRET4"}],"command":["SECRET5"],"args":["SECRET6"],
              "livenessProbe":{"httpGet":{"httpHeaders":[{"value":"SECRET7"}]}},"ports":[{"containerPort":80,"name":"http"}]}]},"status":{"phase":"Running","podIP":"10.0.0.1"}}
            """u8.ToArray()));

        string text = Encoding.UTF8.GetString(snapshot.Content.Parts.Single(part => part.Path == "kubernetes/pods.json").Content.Span);
        Assert.DoesNotContain("SECRET", text, StringComparison.Ordinal);
        KubePod pod = snapshot.GetKubernetesObjects().Pods.Single();
        Assert.Equal("d/p n 10.0.0.1 http 80", $"{pod} {pod.NodeName} {pod.PodIPs.Single()} {pod.Ports.Single().Name} {pod.Ports.Single().Port}");
    }

    [Theory]
    [InlineData("""{"kind":"Service","apiVersion":"v1","metadata":{"name":"s","namespace":"d"}}""", null, "d")]
    [InlineData("""{"kind":"Service","apiVersion":"v1","metadata":{"name":"s","namespace":"d"}}{"kind":"Pod","apiVersion":"v1","metadata":{"name":"p","namespace":"e"}}""", null, null)]
    [InlineData("""{"kind":"Service","apiVersion":"v1","metadata":{"name":"s","namespace":"d"}}""", "d", null)]
    [InlineData("""{"kind":"Node","apiVersion":"v1","metadata":{"name":"n"}}""", null, null)]
    public void Objects_that_are_all_of_one_namespace_are_told_from_those_of_all(string text, string? said, string? only)
    {
        KubernetesCollection collection = new();
        collection.AddFile(Encoding.UTF8.GetBytes(text), "f.json", said is null ? null : [said]);

        Assert.Equal(only, collection.OnlyNamespace);
    }

    [Fact]
    public void All_pages_of_a_list_make_it_whole()
    {
        NodeSnapshot snapshot = Add([.. new[] { 1, 2, 3 }.Select(page => ($"page{page}.json", Fixture.Bytes($"api/services.page{page}.json")))]);

        Assert.Equal(32, snapshot.GetKubernetesObjects().Services.Length);
    }

    [Fact]
    public void One_page_is_no_list()
    {
        ObjectListException error = Assert.Throws<ObjectListException>(() => Add(("services.page1.json", Fixture.Bytes("api/services.page1.json"))));

        Assert.Equal("'services.page1.json' holds 10 of 32 services only: it is one page of a longer list. Give all its pages, or take the list with kubectl get services -A -o json.", error.Message);
    }

    [Theory]
    [InlineData("", "'f.json' is empty.")]
    [InlineData("[]", "'f.json' holds no API object where one should begin.")]
    [InlineData("{}", "'f.json' holds JSON that is no API object: it has no \"kind\".")]
    [InlineData("NAME  READY\nweb   1/1\n", "'f.json' is no JSON: line 1 begins with 'NAME  READY', which is a table: take it with kubectl get -o json.")]
    [InlineData("\napiVersion: v1\nitems:\n", "'f.json' is no JSON: line 2 begins with 'apiVersion: v1', which is YAML: take it with kubectl get -o json.")]
    [InlineData("{\"kind\":\"List\",\"items\":[]}\nerror: no such resource\r\n", "'f.json' is no JSON: line 2 begins with 'error: no such resource'.")]
    [InlineData("""{"kind":"ServiceList","apiVersion":"v1","items":[{"metadata":{""", "'f.json' is not whole JSON (line 1, column 63).")]
    [InlineData("""{"kind":"ServiceList","apiVersion":"v1","items":[7]}""", "'f.json' holds a list with something in it that is no object.")]
    [InlineData("""{"kind":"Status","apiVersion":"v1","status":"Failure","code":403}""", "'f.json' holds an error of the API server (kind Status) and no objects.")]
    public void What_is_no_list_says_so(string text, string message)
    {
        ObjectListException error = Assert.Throws<ObjectListException>(() => Add(("f.json", Encoding.UTF8.GetBytes(text))));

        Assert.Equal(message, error.Message);
    }

    [Fact]
    public void A_gzipped_file_says_so()
    {
        ObjectListException error = Assert.Throws<ObjectListException>(() => Add(("f.tar.gz", [0x1f, 0x8b, 8, 0])));

        Assert.Contains("is gzipped", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_in_UTF_16_says_so()
    {
        ObjectListException error = Assert.Throws<ObjectListException>(() => Add(("f.json", [0xff, 0xfe, .. Encoding.Unicode.GetBytes("{}")])));

        Assert.Contains("is not UTF-8", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"metadata":null,"spec":{"ports":"x","clusterIPs":[1,null]}}""")]
    [InlineData("""{"metadata":{"name":7,"namespace":{}},"spec":[],"status":{"loadBalancer":{"ingress":[{"hostname":"h"},null]}}}""")]
    [InlineData("""{"metadata":{"name":"\ud800"}}""")]
    public void Odd_objects_are_read_as_far_as_they_make_sense(string item)
    {
        string list = $$"""{"kind":"ServiceList","apiVersion":"v1","items":[{{item}}]}""";

        Assert.Single(Add(("f.json", Encoding.UTF8.GetBytes(list))).GetKubernetesObjects().Services);
    }

    [Fact]
    public void Files_add_to_what_is_there_and_replace_what_has_the_same_name()
    {
        NodeSnapshot first = Add(("a.json", Service("a", "10.0.0.1")), ("b.json", Service("b", "10.0.0.2")));
        KubernetesCollection second = new();
        second.AddFile(Service("b", "10.0.0.3"), "later.json");

        KubeService[] services = second.AddTo(first).GetKubernetesObjects().Services;

        Assert.Equal(["d/a 10.0.0.1", "d/b 10.0.0.3"], services.Select(service => $"{service} {service.ClusterIPs[0]}"));
    }

    [Fact]
    public void The_objects_travel_with_the_archive()
    {
        using MemoryStream archive = new();
        SnapshotArchive.Write(Add(("cluster.json", Fixture.Bytes("cluster.json"))), archive, cancellation: TestContext.Current.CancellationToken);
        archive.Position = 0;

        NodeSnapshot back = SnapshotArchive.Read(archive, "copy", cancellation: TestContext.Current.CancellationToken);

        Assert.Equal(32, back.GetKubernetesObjects().Services.Length);
        Assert.Empty(back.Problems);
        Assert.Equal("cluster.json", back.Commands.Single(file => file.Path == "kubernetes/services.json").Command);
    }

    [Fact]
    public void A_snapshot_without_objects_has_none()
    {
        KubernetesObjects objects = TestSnapshot.Of().GetKubernetesObjects();

        Assert.Empty(objects.Services);
        Assert.False(objects.Has(KubernetesResource.Services));
    }

    [Fact]
    public void Kinds_that_NetPath_has_no_use_for_are_told()
    {
        KubernetesCollection collection = new();
        collection.AddFile(Fixture.Bytes("api/namespaces.json"), "namespaces.json");

        Assert.Equal(["Namespace"], collection.UnknownKinds);
        Assert.Empty(collection.Resources);
    }

    private static NodeSnapshot Add(params (string Name, byte[] Content)[] files)
    {
        KubernetesCollection collection = new();
        foreach ((string name, byte[] content) in files)
        {
            collection.AddFile(content, name);
        }

        return TestSnapshot.With(collection);
    }

    private static byte[] Service(string name, string address) => Encoding.UTF8.GetBytes(
        $$$"""{"kind":"Service","apiVersion":"v1","metadata":{"name":"{{{name}}}","namespace":"d"},"spec":{"clusterIP":"{{{address}}}","ports":[{"port":80}]}}""");

    private static string Describe(KubeEndpoint endpoint) =>
        $"{endpoint} ready={endpoint.Ready} serving={endpoint.Serving} terminating={endpoint.Terminating} {endpoint.NodeName} {endpoint.Zone} {endpoint.Pod}";
}
