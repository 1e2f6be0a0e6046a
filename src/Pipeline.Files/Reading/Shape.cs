using System.Text.RegularExpressions;

namespace Pipeline.Files.Reading;

/// <summary>The keys a section may have. The published schemas have one definition for each, held together by a test.</summary>
/// <param name="Name">What it is called in messages and in the schema.</param>
/// <param name="Required">Keys it must have.</param>
/// <param name="Optional">Keys it may have.</param>
internal sealed record Shape(string Name, IReadOnlyList<string> Required, IReadOnlyList<string> Optional)
{
    /// <summary>Keys that are a family, such as <c>upper 95 %</c>; null for none.</summary>
    public Regex? Family { get; init; }

    /// <summary>Members of the family, as examples for a person.</summary>
    public IReadOnlyList<string> Examples { get; init; } = [];

    /// <summary>Every key by name.</summary>
    public IEnumerable<string> Keys => Required.Concat(Optional);

    public bool Knows(string key) => Required.Contains(key) || Optional.Contains(key) || Family?.IsMatch(key) == true;
}
