using NetPath.Core.Services;
using Xunit;

namespace NetPath.Unit.Services;

/// <summary>What people type for a Service, in the words of kube-proxy's comments.</summary>
public class ServiceQueryNameTests
{
    [Theory]
    [InlineData("numbers-api", "numbers-api")]
    [InlineData("numbers-api:http", "numbers-api:http")]
    [InlineData("default/numbers-api", "default/numbers-api")]
    [InlineData("numbers-api.default", "default/numbers-api")]
    [InlineData("numbers-api.default:http", "default/numbers-api:http")]
    [InlineData("numbers-api.default.svc", "default/numbers-api")]
    [InlineData("numbers-api.default.svc.cluster.local", "default/numbers-api")]
    [InlineData("numbers-api.default.svc.cluster.local.:http", "default/numbers-api:http")]
    [InlineData("numbers-*.default", "default/numbers-*")]
    [InlineData("pod-0.web.default.svc.cluster.local", "pod-0.web.default.svc.cluster.local")]
    [InlineData("10.96.0.10", "10.96.0.10")]
    [InlineData("example.com.au", "example.com.au")]
    [InlineData("a/b.c", "a/b.c")]
    [InlineData("..", "..")]
    [InlineData("", "")]
    public void A_name_of_the_DNS_is_a_name_with_its_namespace(string typed, string name) => Assert.Equal(name, ServiceQuery.NameOf(typed));
}
