using Pipeline.Audits.Overlap;
using Pipeline.Core.Evidence;
using Pipeline.Core.Releases;

namespace Pipeline.Audits;

/// <summary>
/// Asks whether a candidate text is a source record, code unit for code unit or after full normalisation and without
/// look-alike letters.
/// </summary>
public sealed class ExactOverlapAudit(bool lookAlikes = true) : SourceAudit
{
    private readonly Preparation preparation = new(lookAlikes);

    /// <inheritdoc/>
    public override string Name => "exact-overlap";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Measures => ["copied records", "exact copies"];

    private protected override IEnumerable<Measurement> Measure(Candidate candidate, Against against, SourcePart source)
    {
        var texts = candidate.Rows.Select(row => row.Text).ToList();
        var index = new DuplicateIndex(texts, texts.ConvertAll(preparation.Of));
        var tally = source.Walk(() => new DuplicateTally(index), (mine, number, text) => mine.Add(number, text, preparation.Of(text)), (mine, other) => mine.Merge(other));
        yield return Copies("copied records", tally.PreparedDuplicateOf, "apart from case, spacing, invisible characters and look-alike letters");
        yield return Copies("exact copies", tally.ExactDuplicateOf, "character for character");

        Measurement Copies(string measure, Func<int, int?> copyOf, string how)
        {
            var copies = Enumerable.Range(0, candidate.Rows.Count).Where(i => copyOf(i) is not null).ToList();
            return new Measurement
            {
                Measure = measure,
                Against = against,
                Statistic = new Proportion(copies.Count, candidate.Rows.Count),
                Unit = MeasureUnit.Share,
                NoLeak = 0,
                Meaning = $"{copies.Count} of {candidate.Rows.Count} texts are the same as a record of {SourcePart.Words(against)}, {how}.",
                Instances = Worst(copies.Select(i => (1.0, new Instance(candidate.Rows[i].Id, source.NameOf(copyOf(i)!.Value), "the whole text")))),
            };
        }
    }
}
