namespace Pipeline.Audits.Attributes;

/// <summary>
/// Finds the candidate's text nearest to some terms: the greatest cosine of term vectors weighted by ln(1 + n/df), each term counted once,
/// the first text on a tie, none where no term is shared. Terms of more than half of the texts are left out.
/// </summary>
internal sealed class NearestText
{
    private readonly Dictionary<string, (double Weight, int[] Texts)> index = new(StringComparer.Ordinal);
    private readonly double[] lengths;

    /// <summary>Indexes texts by their terms.</summary>
    public NearestText(IReadOnlyList<IReadOnlySet<string>> texts)
    {
        var postings = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        for (var i = 0; i < texts.Count; i++)
            foreach (var term in texts[i])
                if (postings.TryGetValue(term, out var known)) known.Add(i);
                else postings.Add(term, [i]);
        lengths = new double[texts.Count];
        var most = Math.Max(1, texts.Count / 2);
        foreach (var (term, within) in postings.Where(posting => posting.Value.Count <= most).OrderBy(posting => posting.Key, StringComparer.Ordinal))
        {
            var weight = Math.Log(1 + (double)texts.Count / within.Count);
            index.Add(term, (weight, [.. within]));
            foreach (var text in within) lengths[text] += weight * weight;
        }
    }

    /// <summary>The nearest text, or -1.</summary>
    public int To(IEnumerable<string> terms)
    {
        var scores = new Dictionary<int, double>();
        // In a fixed order, so that sums of doubles do not depend on how the terms were gathered.
        foreach (var term in terms.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
            if (index.TryGetValue(term, out var entry))
                foreach (var text in entry.Texts) scores[text] = scores.GetValueOrDefault(text) + entry.Weight * entry.Weight;
        var (best, nearest) = (0.0, -1);
        foreach (var (text, score) in scores)
        {
            var cosine = score / Math.Sqrt(lengths[text]);
            if (cosine > best || (cosine == best && text < nearest)) (best, nearest) = (cosine, text);
        }
        return nearest;
    }

    /// <summary>How rare a term is among the texts; 0 for one that says nothing or is unknown.</summary>
    public double WeightOf(string term) => index.TryGetValue(term, out var entry) ? entry.Weight : 0;
}
