using Pipeline.Audits.Overlap;
using Pipeline.Audits.Text;

namespace Pipeline.Benchmarks.Overlap;

/// <summary>
/// Containment as one would write it: for each record the set of its n-grams as strings, in which every n-gram of every text is
/// looked up. Texts of fewer than n words are left undefined.
/// </summary>
internal static class PlainContainment
{
    public static (double Best, int Source)[] Measure(IReadOnlyList<string> candidate, IEnumerable<string> source, int n)
    {
        var texts = candidate.Select(text => Grams(text, n)).ToList();
        var best = new (double Best, int Source)[texts.Count];
        var number = 0;
        foreach (var record in source)
        {
            var grams = Grams(Skeleton.Of(TextNormaliser.Full(record)), n);
            for (var i = 0; i < texts.Count; i++)
            {
                if (texts[i].Count == 0) continue;
                var shared = texts[i].Count(grams.Contains);
                var containment = (double)shared / texts[i].Count;
                if (containment > best[i].Best) best[i] = (containment, number);
            }
            number++;
        }
        return best;
    }

    private static HashSet<string> Grams(string text, int n)
    {
        var words = Segmentation.Of(text, TextUnit.Word);
        var written = Enumerable.Range(0, words.Count).Select(i => words[i].ToString()).ToArray();
        return [.. Enumerable.Range(0, Math.Max(0, written.Length - n + 1)).Select(i => string.Join(' ', written, i, n))];
    }
}
