using System.Runtime.InteropServices;

namespace Pipeline.Audits.Usefulness;

/// <summary>How varied a set of texts is in its words.</summary>
public static class TextDiversity
{
    private const char Between = '\u001f';

    /// <summary>Different n-grams over all n-grams, pooled over the texts (Li et al. 2016); NaN without any.</summary>
    public static double Distinct(IReadOnlyList<string[]> texts, int n)
    {
        var different = new HashSet<string>(StringComparer.Ordinal);
        var all = 0L;
        foreach (var gram in texts.SelectMany(text => Grams(text, n)))
        {
            different.Add(gram);
            all++;
        }
        return all == 0 ? double.NaN : (double)different.Count / all;
    }

    /// <summary>
    /// BLEU of each text against all others (Zhu et al., "Texygen", 2018): uniform weights, no smoothing, the closest
    /// reference length, the shorter on a tie. High where texts repeat each other.
    /// </summary>
    /// <param name="texts">The words of each text.</param>
    /// <param name="order">Longest n-gram that counts.</param>
    /// <returns>One score a text, in order; NaN when there is no other.</returns>
    public static double[] SelfBleu(IReadOnlyList<string[]> texts, int order)
    {
        if (texts.Count < 2) return [.. texts.Select(_ => double.NaN)];
        var logarithms = new double[texts.Count];
        for (var n = 1; n <= order; n++)
        {
            var counts = texts.Select(text => Counts(text, n)).ToList();
            var most = MostOften(counts);
            for (var i = 0; i < texts.Count; i++)
            {
                var (hits, all) = (0, 0);
                foreach (var (gram, count) in counts[i])
                {
                    all += count;
                    hits += Math.Min(count, most[gram].ButFor(i));
                }
                logarithms[i] += hits == 0 ? double.NegativeInfinity : Math.Log((double)hits / all) / order;
            }
        }
        int[] lengths = [.. texts.Select(text => text.Length)];
        return [.. logarithms.Select((sum, i) => Math.Exp(sum) * Brevity(lengths, i))];
    }

    private static double Brevity(int[] lengths, int text)
    {
        var own = lengths[text];
        var nearest = lengths.Where((_, j) => j != text).OrderBy(length => Math.Abs(length - own)).ThenBy(length => length).First();
        return own >= nearest ? 1 : Math.Exp(1 - (double)nearest / Math.Max(1, own));
    }

    private static IEnumerable<string> Grams(string[] words, int n)
    {
        for (var i = 0; i + n <= words.Length; i++) yield return string.Join(Between, words, i, n);
    }

    private static Dictionary<string, int> Counts(string[] words, int n)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var gram in Grams(words, n)) CollectionsMarshal.GetValueRefOrAddDefault(counts, gram, out _)++;
        return counts;
    }

    /// <summary>The most times any one text holds a gram, with the runner-up for when that text is the one asked about.</summary>
    private static Dictionary<string, Peak> MostOften(List<Dictionary<string, int>> counts)
    {
        var peaks = new Dictionary<string, Peak>(StringComparer.Ordinal);
        foreach (var (text, own) in counts.Index())
        {
            foreach (var (gram, count) in own)
            {
                ref var peak = ref CollectionsMarshal.GetValueRefOrAddDefault(peaks, gram, out _);
                peak = count > peak.First ? new Peak(count, text, peak.First) : peak with { Second = Math.Max(peak.Second, count) };
            }
        }
        return peaks;
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Peak(int First, int Text, int Second)
    {
        public int ButFor(int text) => text == Text ? Second : First;
    }
}
