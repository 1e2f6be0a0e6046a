using Pipeline.Audits.Text;

namespace Pipeline.Audits.Overlap;

/// <summary>Finds, for each candidate text, the first source text equal to it, as it is and after full normalisation.</summary>
public sealed class DuplicateIndex
{
    private readonly Dictionary<string, List<int>> exact;
    private readonly Dictionary<string, List<int>> normalised;
    private readonly int?[] exactOf;
    private readonly int?[] normalisedOf;
    private int sources;

    /// <summary>Indexes the candidate's texts, not yet normalised.</summary>
    public DuplicateIndex(IReadOnlyList<string> candidates)
    {
        exact = ByText(candidates);
        normalised = ByText([.. candidates.Select(TextNormaliser.Full)]);
        exactOf = new int?[candidates.Count];
        normalisedOf = new int?[candidates.Count];
    }

    /// <summary>Compares a source text.</summary>
    public void Add(string source)
    {
        Note(exact, source, exactOf);
        Note(normalised, TextNormaliser.Full(source), normalisedOf);
        sources++;
    }

    /// <summary>The number of the first source text that is the same, code unit for code unit.</summary>
    public int? ExactDuplicateOf(int candidate) => exactOf[candidate];

    /// <summary>The number of the first source text that is the same after full normalisation.</summary>
    public int? NormalisedDuplicateOf(int candidate) => normalisedOf[candidate];

    private void Note(Dictionary<string, List<int>> texts, string source, int?[] found)
    {
        if (!texts.TryGetValue(source, out var same)) return;
        foreach (var candidate in same) found[candidate] ??= sources;
    }

    private static Dictionary<string, List<int>> ByText(IReadOnlyList<string> texts)
    {
        var byText = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        for (var i = 0; i < texts.Count; i++)
        {
            if (!byText.TryGetValue(texts[i], out var same)) byText.Add(texts[i], same = []);
            same.Add(i);
        }
        return byText;
    }
}
