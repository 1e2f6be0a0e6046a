using Pipeline.Audits.Overlap;
using Pipeline.Core.Evidence;
using Pipeline.Core.Releases;

namespace Pipeline.Audits;

/// <summary>Asks whether a candidate text is a source record, code unit for code unit or after full normalisation.</summary>
public sealed class ExactOverlapAudit : SourceAudit
{
    /// <inheritdoc/>
    public override string Name => "exact-overlap";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Measures => ["copied records", "exact copies"];

    private protected override IEnumerable<Measurement> Measure(Candidate candidate, Against against, SourcePart source)
    {
        var index = new DuplicateIndex([.. candidate.Rows.Select(row => row.Text)]);
        foreach (var record in source.Records()) index.Add(record.Text);
        yield return Copies("copied records", index.NormalisedDuplicateOf, "apart from case, spacing and invisible characters");
        yield return Copies("exact copies", index.ExactDuplicateOf, "character for character");

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
