namespace NetPath.Lab.Names;

/// <summary>The node of the lookups.</summary>
public sealed class LookupLab() : NameLab("lookup");
