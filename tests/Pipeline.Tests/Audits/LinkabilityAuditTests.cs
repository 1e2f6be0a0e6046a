using Pipeline.Audits;
using Pipeline.Core.Corpora;
using Pipeline.Core.Evidence;
using Pipeline.Tests.Audits.Attributes;

namespace Pipeline.Tests.Audits;

public sealed class LinkabilityAuditTests
{
    private const string Residual = "residual linked records";

    [Fact]
    public void Catches_copies()
    {
        var bench = new AttackBench(new LinkabilityAudit());
        // Half of the training records were copied.
        Assert.InRange(bench.Of(bench.Copies, Residual).Estimate, .45, .6);
        Assert.InRange(bench.Of(bench.Copies, Residual).Lower(.95), .35, 1);
    }

    [Fact]
    public void Catches_texts_with_every_fourth_word_left_out_and_the_rest_shuffled()
    {
        var bench = new AttackBench(new LinkabilityAudit());
        LabelledText[] disguised = [.. bench.Copies.Select(text => text with { Text = string.Join(' ', text.Text.Split(' ').Where((_, i) => i % 4 != 0).Order(StringComparer.Ordinal)) })];
        Assert.InRange(bench.Of(disguised, Residual).Lower(.95), .3, 1);
    }

    [Fact]
    public void Passes_texts_that_never_saw_the_source_at_the_stated_rate() =>
        Assert.InRange(Enumerable.Range(1, 20).Count(seed => new AttackBench(new LinkabilityAudit(), seed) is var bench && bench.Of(bench.Clean, Residual).Lower(.95) > 0), 0, 2);

    [Fact]
    public void Links_halves_by_the_same_nearest_text_only()
    {
        Assert.Equal(1, Linked(["zebra xylophone", "other words"], "one zebra one xylophone"));
        Assert.Equal(0, Linked(["zebra horse", "xylophone flute", "rest"], "one zebra one xylophone"));
        Assert.Equal(0, Linked(["nothing shared", "at all"], "one zebra one xylophone"));

        static double Linked(string[] texts, string record) => new AuditBench(new LinkabilityAudit()).Run(texts, [record], [])
            .Findings.Single(finding => finding is { Measure: "linked records", Against: Against.Training }).Statistic.Estimate;
    }

    [Fact]
    public void Attacks_no_more_units_than_it_is_asked_to_and_each_once()
    {
        var bench = new AttackBench(new LinkabilityAudit(trials: 50));
        Assert.Equal(50, bench.Of(bench.Clean, "linked records").N);
        SourceRecord[] twice = [.. bench.Holdout, .. bench.Holdout.Select(record => record with { Id = record.Id + "b" })];
        var all = new AttackBench(new LinkabilityAudit()).Run(bench.Clean, twice).Findings.Single(finding => finding is { Measure: "linked records", Against: Against.Holdout });
        Assert.Equal(80, all.Statistic.N);
    }
}
