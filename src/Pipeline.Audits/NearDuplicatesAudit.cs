using Pipeline.Audits.Overlap;
using Pipeline.Audits.Text;
using Pipeline.Core.Evidence;
using Pipeline.Core.Releases;

namespace Pipeline.Audits;

/// <summary>
/// Asks whether a candidate text is nearly the same as a source record as a whole: Jaccard similarity of their sets of word
/// n-grams (resemblance, Broder 1997). Pairs are proposed by locality-sensitive hashing of MinHash signatures, with a stated
/// chance to miss one, and every pair proposed is checked exactly.
/// </summary>
public sealed class NearDuplicatesAudit : SourceAudit
{
    private readonly double similarity;
    private readonly int words;
    private readonly int bands;
    private readonly int rows;
    private readonly Preparation preparation;

    /// <summary>Looks for pairs of at least this similarity.</summary>
    /// <param name="similarity">Jaccard similarity from which a pair counts, above 0.</param>
    /// <param name="words">Words in a shingle, at least 1.</param>
    /// <param name="bands">Bands of a signature.</param>
    /// <param name="rows">Places in a band.</param>
    /// <param name="lookAlikes">Whether letters of other scripts count as the Latin ones they look like.</param>
    public NearDuplicatesAudit(double similarity = 0.8, int words = 3, int bands = 20, int rows = 4, bool lookAlikes = true)
    {
        if (similarity is not (> 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(similarity));
        ArgumentOutOfRangeException.ThrowIfLessThan(words, 1);
        (this.similarity, this.words, this.bands, this.rows) = (similarity, words, bands, rows);
        preparation = new Preparation(lookAlikes);
    }

    /// <inheritdoc/>
    public override string Name => "near-duplicates";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Measures => ["near duplicates", "records nearly repeated"];

    /// <summary>A gram takes up to 48 bytes and every second character may begin one; 64 for the different words. A text's place in a band takes up to 96.</summary>
    public static IndexCost CostOf(int bands) => new(Character: 96, Text: 64 + (96 * bands), CharacterInThread: 0, TextInThread: 64);

    private protected override IEnumerable<Measurement> Measure(Candidate candidate, Against against, SourcePart source)
    {
        var texts = candidate.Rows.Select(row => preparation.Of(row.Text)).ToList();
        var nearest = new NearestSource?[texts.Count];
        var repeated = new HashSet<int>();
        foreach (var part in source.Parts(texts, CostOf(bands)))
        {
            var index = new NearDuplicateIndex(texts[part], TextUnit.Word, words, bands, rows);
            var tally = source.WalkPrepared(preparation, () => new NearDuplicateTally(index, similarity), (mine, first, block) => mine.Add(first, block), (mine, other) => mine.Merge(other));
            for (var i = 0; i < tally.Count; i++) nearest[part.Start.Value + i] = tally.Nearest(i);
            repeated.UnionWith(tally.Sources);
        }
        var near = Enumerable.Range(0, texts.Count).Where(i => nearest[i]?.Shared.Value >= similarity).ToList();
        var recall = LshIndex.RecallAt(similarity, bands, rows);
        var places = Worst(near.Select(i => (nearest[i]!.Shared.Value!.Value, new Instance(
            candidate.Rows[i].Id, source.NameOf(nearest[i]!.Source), $"{nearest[i]!.Shared.Part} of {nearest[i]!.Shared.Whole} sequences of {words} words in common"))));
        var of = SourcePart.Words(against);

        yield return new Measurement
        {
            Measure = "near duplicates",
            Against = against,
            Statistic = new Proportion(near.Count, texts.Count),
            Unit = MeasureUnit.Share,
            NoLeak = 0,
            Meaning = $"{near.Count} of {texts.Count} texts have a Jaccard similarity of at least {similarity} with a record of {of}, by {words}-word sequences. "
                + $"Every pair counted was checked exactly; a pair of just that similarity is looked at with a chance of {recall:P4}.",
            Instances = places,
        };
        yield return new Measurement
        {
            Measure = "records nearly repeated",
            Against = against,
            Statistic = new Census(repeated.Count, texts.Count),
            Unit = MeasureUnit.Count,
            Meaning = $"{repeated.Count} records of {of} have a near duplicate among the texts, each found with a chance of at least {recall:P4}.",
            Instances = places,
        };
    }
}
