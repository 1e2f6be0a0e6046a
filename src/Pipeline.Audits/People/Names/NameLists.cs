namespace Pipeline.Audits.People.Names;

/// <summary>Names that are common enough to be known by themselves. Lists, not a model: what is not on them is a name to nobody here.</summary>
internal static class NameLists
{
    /// <summary>Given names in Latin script, in any case.</summary>
    public static IReadOnlySet<string> GivenLatin { get; } = Read("given-latin.txt", StringComparer.OrdinalIgnoreCase);

    /// <summary>Japanese family names, as they are written.</summary>
    public static IReadOnlySet<string> FamilyJapanese { get; } = Read("family-japanese.txt", StringComparer.Ordinal);

    /// <summary>Japanese family names in Latin script, in any case.</summary>
    public static IReadOnlySet<string> FamilyRomanised { get; } = Read("family-romanised.txt", StringComparer.OrdinalIgnoreCase);

    private static HashSet<string> Read(string name, StringComparer comparer)
    {
        using var stream = typeof(NameLists).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"The list {name} is not part of this build.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n').Where(line => !line.StartsWith('#'))
            .SelectMany(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).ToHashSet(comparer);
    }
}
