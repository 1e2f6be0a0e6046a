namespace Pipeline.Audits.Attributes;

/// <summary>A predicate: the record holds all of these words.</summary>
/// <param name="Row">The text it was made of.</param>
/// <param name="Terms">The words, all different.</param>
internal sealed record Predicate(int Row, IReadOnlyList<string> Terms);

/// <summary>
/// Makes predicates from the synthetic texts alone: of each text some sets of words, drawn from the rarer half of its telling words, no word twice
/// until all are used. A text with too few words makes none.
/// </summary>
internal static class Predicates
{
    public static IReadOnlyList<Predicate> Of(IReadOnlyList<IReadOnlySet<string>> rows, int perText, int words, Draw draw)
    {
        var seenIn = rows.SelectMany(row => row).CountBy(term => term, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        return [.. rows.Index().SelectMany(row => OfText(row.Index, row.Item))];

        IEnumerable<Predicate> OfText(int row, IReadOnlySet<string> terms)
        {
            var telling = terms.Where(Terms.IsTelling).OrderBy(term => seenIn[term]).ThenByDescending(term => term.Length).ThenBy(term => term, StringComparer.Ordinal).ToList();
            if (telling.Count < words) yield break;
            var rare = telling.Take(Math.Max(words, (telling.Count + 1) / 2)).OrderBy(term => draw.Of($"predicate {row}", term)).ToList();
            for (var i = 0; i < perText && (i + 1) * words <= rare.Count; i++) yield return new Predicate(row, rare.GetRange(i * words, words));
        }
    }
}
