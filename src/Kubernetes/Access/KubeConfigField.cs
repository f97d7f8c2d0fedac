using YamlDotNet.RepresentationModel;

namespace NetPath.Kubernetes.Access;

/// <summary>A field of a kubeconfig that the client does not read, though kubectl does.</summary>
/// <param name="Value">Its text.</param>
/// <param name="File">The file that it stands in.</param>
internal sealed record KubeConfigField(string Value, string File)
{
    /// <summary>Finds such a field, as <c>clusters[name].cluster.proxy-url</c>; null when there is none. The first file that holds an entry of the name counts.</summary>
    /// <param name="files">Paths of kubeconfig files.</param>
    /// <param name="list">The list.</param>
    /// <param name="name">The entry's name.</param>
    /// <param name="part">The part of the entry.</param>
    /// <param name="field">The field of the part.</param>
    public static KubeConfigField? Find(IReadOnlyList<string> files, string list, string name, string part, string field)
    {
        foreach (string file in files)
        {
            YamlNode? entry = (Child(Root(file), list) as YamlSequenceNode)?.Children.FirstOrDefault(entry => Text(entry, "name") == name);
            if (entry is not null)
            {
                return Text(Child(entry, part), field) is { Length: > 0 } value ? new KubeConfigField(value, file) : null;
            }
        }

        return null;
    }

    private static YamlNode? Root(string file)
    {
        using StreamReader reader = System.IO.File.OpenText(file);
        YamlStream stream = [];
        stream.Load(reader);
        return stream.Documents.FirstOrDefault()?.RootNode;
    }

    private static YamlNode? Child(YamlNode? node, string name) =>
        node is YamlMappingNode map && map.Children.TryGetValue(new YamlScalarNode(name), out YamlNode? child) ? child : null;

    private static string? Text(YamlNode? node, string name) => (Child(node, name) as YamlScalarNode)?.Value;
}
