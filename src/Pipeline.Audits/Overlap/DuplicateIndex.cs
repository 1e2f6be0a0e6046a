namespace Pipeline.Audits.Overlap;

/// <summary>The candidate's texts by what they say, as they are and prepared, so that a source text finds those equal to it.</summary>
public sealed class DuplicateIndex
{
    private readonly Dictionary<string, List<int>> exact;
    private readonly Dictionary<string, List<int>> prepared;

    /// <summary>Indexes the candidate's texts.</summary>
    /// <param name="candidates">As they are.</param>
    /// <param name="prepared">The same, normalised.</param>
    public DuplicateIndex(IReadOnlyList<string> candidates, IReadOnlyList<string> prepared)
    {
        exact = ByText(candidates);
        this.prepared = ByText(prepared);
        Count = candidates.Count;
    }

    /// <summary>How many candidate texts there are.</summary>
    public int Count { get; }

    internal IReadOnlyList<int> Exact(string source) => exact.TryGetValue(source, out var same) ? same : [];

    internal IReadOnlyList<int> Prepared(string source) => prepared.TryGetValue(source, out var same) ? same : [];

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
