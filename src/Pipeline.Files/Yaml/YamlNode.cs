using System.Runtime.InteropServices;

namespace Pipeline.Files.Yaml;

/// <summary>A place in a file, counted from 1; a column counts UTF-16 units.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Spot(long Line, long Column);

/// <summary>A piece of a YAML document that knows where it stands.</summary>
internal abstract record YamlNode(Spot Spot)
{
    /// <summary>What it is, in the words of a person.</summary>
    public abstract string Kind { get; }
}

/// <summary>A single value, not interpreted.</summary>
internal sealed record YamlScalar(Spot Spot, string Text, bool Plain) : YamlNode(Spot)
{
    public bool IsNothing => Plain && Text is ("" or "~" or "null" or "Null" or "NULL");

    public override string Kind => IsNothing ? "nothing" : "a single value";
}

/// <summary>A list.</summary>
internal sealed record YamlList(Spot Spot, IReadOnlyList<YamlNode> Items) : YamlNode(Spot)
{
    public override string Kind => "a list";
}

/// <summary>Keys with values, in the order written; a key may still occur twice.</summary>
internal sealed record YamlSection(Spot Spot, IReadOnlyList<(YamlScalar Key, YamlNode Value)> Members) : YamlNode(Spot)
{
    public override string Kind => "keys with values";
}

/// <summary>Something already reported: whoever meets it says no more.</summary>
internal sealed record YamlRefused(Spot Spot) : YamlNode(Spot)
{
    public override string Kind => "something that is not allowed";
}
