using System.Text.Json;
using System.Text.Json.Serialization;

namespace NetPath.HelpBuilder.Metadata;

/// <summary>A built module as PowerShell sees it: what Get-CommandFacts.ps1 writes.</summary>
/// <param name="Name">The module's name.</param>
/// <param name="Guid">The module's identity.</param>
/// <param name="Commands">Its commands, by name.</param>
public sealed record ModuleFacts(string Name, string Guid, IReadOnlyList<CommandFacts> Commands)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>The name that the module's help must have, for the engine looks for it.</summary>
    public string HelpFile => $"{Name}.dll-Help.xml";

    /// <summary>Reads the JSON.</summary>
    /// <exception cref="JsonException">It is not what Get-CommandFacts.ps1 writes.</exception>
    public static ModuleFacts Read(string json) => JsonSerializer.Deserialize<ModuleFacts>(json, Options) ?? throw new JsonException("The metadata is empty.");
}
