namespace NetPath.KubernetesTests.Server;

/// <summary>What an API path means.</summary>
internal sealed record ObjectPath(string Group, string? Namespace, string Resource, string? Name, string? Subresource)
{
    /// <summary>Reads /api/v1/namespaces/NS/pods/NAME/exec and the like; null for a path of another kind.</summary>
    public static ObjectPath? Parse(string path)
    {
        string[] steps = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        (string group, string[] rest) = steps switch
        {
            ["api", "v1", .. string[] after] => ("", after),
            ["apis", string name, _, .. string[] after] => (name, after),
            _ => ("", []),
        };
        return rest switch
        {
            ["namespaces", string space, string resource, .. string[] after] => new ObjectPath(group, space, resource, after.ElementAtOrDefault(0), after.ElementAtOrDefault(1)),
            [string resource, .. string[] after] => new ObjectPath(group, null, resource, after.ElementAtOrDefault(0), after.ElementAtOrDefault(1)),
            _ => null,
        };
    }
}
