using System.Runtime.InteropServices;

namespace Pipeline.Audits.Membership;

/// <summary>
/// A word n-gram language model with additive smoothing, interpolated over orders where weights are given. A line is order - 1
/// starts, its words, and an end; words seen fewer times than the least count are one unknown word. Golden values: ngram-lm.json.
/// </summary>
public sealed class NGramModel
{
    private const int Root = 0;

    // Numbers of what is no word; starts are 0, as a new array is.
    private const int End = 1, Unknown = 2, FirstWord = 3;

    private readonly Dictionary<string, int> known = new(StringComparer.Ordinal);
    private readonly Dictionary<(int Parent, int Word), int> nodes = [];
    private readonly List<int> seen = [0]; // times the words on the way to a node were an event with its context
    private readonly List<int> followed = [0]; // times they were the context of an event
    private readonly int order;
    private readonly double alpha;
    private readonly double[] weights; // of order 1, 2, ...

    /// <summary>Learns from lines of words.</summary>
    /// <param name="lines">The words of each text.</param>
    /// <param name="order">Words that an event and its context are.</param>
    /// <param name="alpha">Added to every count, above 0.</param>
    /// <param name="leastCount">Times a word must be seen to be known.</param>
    /// <param name="weights">Of the orders 1 to <paramref name="order"/>, adding up to 1; null for the highest alone.</param>
    public NGramModel(IReadOnlyList<string[]> lines, int order, double alpha, int leastCount = 1, IReadOnlyList<double>? weights = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(order, 1);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(alpha);
        this.order = order;
        this.alpha = alpha;
        this.weights = weights is null ? [.. Enumerable.Repeat(0.0, order - 1), 1] : [.. weights];
        ArgumentOutOfRangeException.ThrowIfNotEqual(this.weights.Length, order, nameof(weights));
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var word in lines.SelectMany(line => line)) CollectionsMarshal.GetValueRefOrAddDefault(counts, word, out _)++;
        foreach (var (word, _) in counts.Where(counted => counted.Value >= leastCount)) known.Add(word, FirstWord + known.Count);
        foreach (var line in lines) Learn(Padded(line));
    }

    /// <summary>V: known words, the unknown one and the end.</summary>
    public int Vocabulary => known.Count + 2;

    /// <summary>The probability of each event of a text: its words and its end.</summary>
    public double[] Probabilities(IReadOnlyList<string> words)
    {
        var padded = Padded(words);
        var probabilities = new double[words.Count + 1];
        for (var i = 0; i < probabilities.Length; i++)
        {
            for (var n = 1; n <= order; n++)
                if (weights[n - 1] > 0) probabilities[i] += weights[n - 1] * Smoothed(padded.AsSpan(i + order - n, n));
        }
        return probabilities;
    }

    /// <summary>The logarithm of a text's probability, in nats.</summary>
    public double LogLikelihood(IReadOnlyList<string> words) => Probabilities(words).Sum(Math.Log);

    /// <summary>The same for each event: long texts are then no less likely than short ones.</summary>
    public double MeanLogLikelihood(IReadOnlyList<string> words) => LogLikelihood(words) / (words.Count + 1);

    private int[] Padded(IReadOnlyList<string> words)
    {
        var padded = new int[order + words.Count];
        for (var i = 0; i < words.Count; i++) padded[order - 1 + i] = known.TryGetValue(words[i], out var word) ? word : Unknown;
        padded[^1] = End;
        return padded;
    }

    private void Learn(int[] padded)
    {
        for (var end = order; end <= padded.Length; end++)
        {
            for (var n = 1; n <= order; n++)
            {
                var node = Root;
                for (var at = end - n; at < end - 1; at++) node = Child(node, padded[at]);
                followed[node]++;
                seen[Child(node, padded[end - 1])]++;
            }
        }
    }

    private double Smoothed(ReadOnlySpan<int> gram)
    {
        int? node = Root;
        for (var at = 0; at < gram.Length - 1 && node is { } parent; at++) node = nodes.TryGetValue((parent, gram[at]), out var child) ? child : null;
        if (node is not { } context) return 1.0 / Vocabulary;
        var times = nodes.TryGetValue((context, gram[^1]), out var found) ? seen[found] : 0;
        return (times + alpha) / (followed[context] + alpha * Vocabulary);
    }

    private int Child(int parent, int word)
    {
        ref var child = ref CollectionsMarshal.GetValueRefOrAddDefault(nodes, (parent, word), out var exists);
        if (exists) return child;
        child = seen.Count;
        seen.Add(0);
        followed.Add(0);
        return child;
    }
}
