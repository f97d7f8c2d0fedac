using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace NetPath.Unit.Architecture;

/// <summary>What one of NetPath's assemblies refers to, read from its metadata without loading it.</summary>
internal sealed class BuiltAssembly : IDisposable
{
    private readonly PEReader _file;
    private readonly MetadataReader _metadata;

    public BuiltAssembly(string name)
    {
        _file = new PEReader(File.OpenRead(Path.Combine(AppContext.BaseDirectory, $"{name}.dll")));
        _metadata = _file.GetMetadataReader();
    }

    /// <summary>The assemblies it refers to.</summary>
    public string[] References => [.. _metadata.AssemblyReferences.Select(handle => Text(_metadata.GetAssemblyReference(handle).Name)).Order(StringComparer.Ordinal)];

    /// <summary>Its own methods that are native functions, as type.method.</summary>
    public string[] NativeMethods => [.. _metadata.MethodDefinitions
        .Where(handle => _metadata.GetMethodDefinition(handle).Attributes.HasFlag(MethodAttributes.PinvokeImpl))
        .Select(NameOf)];

    /// <summary>Its constants of that name and their numbers, by type.</summary>
    public IEnumerable<(string Type, int Number)> Constants(string name) =>
        from type in _metadata.TypeDefinitions
        from handle in _metadata.GetTypeDefinition(type).GetFields()
        let field = _metadata.GetFieldDefinition(handle)
        where field.Attributes.HasFlag(FieldAttributes.Literal) && Text(field.Name) == name
        select (NameOf(type), _metadata.GetBlobReader(_metadata.GetConstant(field.GetDefaultValue()).Value).ReadInt32());

    /// <summary>Each use of an outside type or member that the test names, as "type.method uses type.member".</summary>
    /// <param name="isForbidden">Asked with the type's full name and the member's name; that is empty for the type as a whole.</param>
    public string[] Uses(Func<string, string, bool> isForbidden)
    {
        HashSet<string> uses = new(StringComparer.Ordinal);
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (MethodDefinitionHandle handle in _metadata.MethodDefinitions)
        {
            foreach ((string type, string member) in NamedBy(_metadata.GetMethodDefinition(handle)))
            {
                if (isForbidden(type, "") || isForbidden(type, member))
                {
                    seen.Add(type);
                    uses.Add($"{NameOf(handle)} uses {type}{(member.Length > 0 ? $".{member}" : "")}");
                }
            }
        }

        // A type may be named in a signature only: a field, a parameter.
        foreach (TypeReferenceHandle handle in _metadata.TypeReferences)
        {
            string type = NameOf(handle);
            if (isForbidden(type, "") && seen.Add(type))
            {
                uses.Add($"a signature names {type}");
            }
        }

        return [.. uses.Order(StringComparer.Ordinal)];
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private IEnumerable<(string Type, string Member)> NamedBy(MethodDefinition method)
    {
        if (method.RelativeVirtualAddress == 0)
        {
            yield break;
        }

        foreach (EntityHandle token in InstructionReader.Tokens(_file.GetMethodBody(method.RelativeVirtualAddress).GetILReader()))
        {
            EntityHandle target = token.Kind == HandleKind.MethodSpecification ? _metadata.GetMethodSpecification((MethodSpecificationHandle)token).Method : token;
            if (target.Kind == HandleKind.TypeReference)
            {
                yield return (NameOf((TypeReferenceHandle)target), "");
            }
            else if (target.Kind == HandleKind.MemberReference && _metadata.GetMemberReference((MemberReferenceHandle)target) is { Parent.Kind: HandleKind.TypeReference } member)
            {
                yield return (NameOf((TypeReferenceHandle)member.Parent), $"{Text(member.Name)}{(TakesText(member) ? "(string)" : "")}");
            }
        }
    }

    // ELEMENT_TYPE_STRING as the first parameter: behind the header come the count of parameters and the type returned (II.23.2.1).
    private bool TakesText(MemberReference member)
    {
        const byte Void = 0x01;
        const byte String = 0x0E;
        BlobReader signature = _metadata.GetBlobReader(member.Signature);
        return member.GetKind() == MemberReferenceKind.Method
            && !signature.ReadSignatureHeader().IsGeneric
            && signature.ReadCompressedInteger() > 0
            && signature.ReadByte() == Void
            && signature.ReadByte() == String;
    }

    private string NameOf(MethodDefinitionHandle handle)
    {
        MethodDefinition method = _metadata.GetMethodDefinition(handle);
        return $"{NameOf(method.GetDeclaringType())}.{Text(method.Name)}";
    }

    private string NameOf(TypeDefinitionHandle handle)
    {
        TypeDefinition type = _metadata.GetTypeDefinition(handle);
        return type.IsNested ? $"{NameOf(type.GetDeclaringType())}.{Text(type.Name)}" : Joined(type.Namespace, type.Name);
    }

    private string NameOf(TypeReferenceHandle handle)
    {
        TypeReference type = _metadata.GetTypeReference(handle);
        return type.ResolutionScope.Kind == HandleKind.TypeReference ? $"{NameOf((TypeReferenceHandle)type.ResolutionScope)}.{Text(type.Name)}" : Joined(type.Namespace, type.Name);
    }

    private string Joined(StringHandle space, StringHandle name) => space.IsNil ? Text(name) : $"{Text(space)}.{Text(name)}";

    private string Text(StringHandle handle) => _metadata.GetString(handle);
}
