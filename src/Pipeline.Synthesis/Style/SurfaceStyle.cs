using System.Globalization;
using Pipeline.Core.Plans;
using Pipeline.Synthesis.Generation;

namespace Pipeline.Synthesis.Style;

/// <summary>
/// The surface style of a kind of text, as shares of texts: how many are lower case, how many have spaced marks, how long they
/// are. Public: it comes from the pipeline file, or a mechanism released it.
/// </summary>
public sealed class SurfaceStyle
{
    private readonly double[]?[] shares; // one row a group, or null where nothing is known

    private SurfaceStyle(double[]?[] shares, int leastWords, int? mostWords)
    {
        this.shares = shares;
        LeastWords = leastWords;
        MostWords = mostWords;
    }

    /// <summary>The fewest words of a text; shorter ones are left out.</summary>
    public int LeastWords { get; }

    /// <summary>The most words of a text, or null.</summary>
    public int? MostWords { get; }

    /// <summary>Share of each length bucket (<c>at most 8, 12, 18, 26, 36, 50, 80 words, more</c>), or null.</summary>
    public IReadOnlyList<double>? Lengths => shares[6];

    /// <summary>Shares of texts with and without digits, or null.</summary>
    public IReadOnlyList<double>? Digits => shares[4];

    /// <summary>Shares of lower, sentence, upper and other casing, or null.</summary>
    public IReadOnlyList<double>? Casing => shares[0];

    /// <summary>Shares of texts with spaced marks, attached marks and no marks, or null.</summary>
    public IReadOnlyList<double>? Spacing => shares[1];

    /// <summary>The style a person states in the pipeline file.</summary>
    public static SurfaceStyle Of(StyleNote note) => new(
        [One((int?)note.Casing, 0), One((int?)note.Punctuation, 1), One((int?)note.Ending, 2), One((int?)note.Apostrophes, 3), null, One((int?)note.Lines, 5), null],
        note.LeastWords ?? 0, note.MostWords);

    /// <summary>
    /// The style in noisy counts of <see cref="SurfaceKinds"/>. A count that cannot be told from none by twice its noise is
    /// none; a group in which nothing can be told is left alone.
    /// </summary>
    internal static SurfaceStyle Of(double[] counts, double deviation)
    {
        var groups = Enumerable.Range(0, SurfaceKinds.Groups.Count).Select(group =>
        {
            var own = counts[SurfaceKinds.Start(group)..(SurfaceKinds.Start(group) + SurfaceKinds.Groups[group])].Select(count => count > 2 * deviation ? count : 0).ToArray();
            var all = own.Sum();
            return all > 0 ? own.Select(count => count / all).ToArray() : null;
        });
        return new SurfaceStyle([.. groups], 0, null);
    }

    /// <summary>
    /// The style one text is to have: each group's kind is drawn by its share, the same for the same seed and index. Kinds that
    /// no rule can make, such as other casing, leave the text as it is.
    /// </summary>
    internal TextStyle For(ulong seed, int index)
    {
        return new TextStyle((LetterCasing?)Draw(0, 3), (MarkSpacing?)Draw(1, 2), (TextEnding?)Draw(2, 2), (ApostropheMark?)Draw(3, 2), (LineShape?)Draw(5, 3),
            Draw(6, SurfaceKinds.LengthEdges.Count) is { } bucket ? SurfaceKinds.LengthEdges[bucket] : MostWords);

        int? Draw(int group, int makeable)
        {
            if (shares[group] is not { } own) return null;
            var left = CounterRandom.Uniform(seed, group, index, 0);
            var kind = 0;
            while (kind < own.Length - 1 && (left -= own[kind]) >= 0) kind++;
            return kind < makeable ? kind : null;
        }
    }

    /// <summary>One line for the report.</summary>
    public string Describe()
    {
        (int Group, string[] Names)[] named =
        [
            (0, ["lower case", "sentence case", "upper case", "other casing"]), (1, ["spaced marks", "attached marks", "no marks"]), (2, ["punctuated end", "open end"]),
            (3, ["straight apostrophes", "curly apostrophes", "no apostrophes"]), (4, ["digits", "no digits"]), (5, ["one line", "several lines", "paragraphs"]),
        ];
        var parts = named.Where(group => shares[group.Group] is not null).SelectMany(group => group.Names.Zip(shares[group.Group]!)).Where(pair => pair.Second > 0)
            .Select(pair => pair.Second == 1 ? pair.First : $"{pair.First} {pair.Second.ToString("P0", CultureInfo.InvariantCulture)}").ToList();
        if (Lengths is { } lengths) parts.Add("words by bucket " + string.Join(" / ", lengths.Select(share => share.ToString("P0", CultureInfo.InvariantCulture))));
        if (LeastWords > 0) parts.Add($"at least {LeastWords} words");
        if (MostWords is { } most) parts.Add($"at most {most} words");
        return parts.Count == 0 ? "nothing could be told" : string.Join(", ", parts);
    }

    private static double[]? One(int? kind, int group)
    {
        if (kind is not { } known) return null;
        var row = new double[SurfaceKinds.Groups[group]];
        row[known] = 1;
        return row;
    }
}
