using Pipeline.Audits;
using Pipeline.Core.Corpora;
using Pipeline.Core.Evidence;
using Pipeline.Tests.Audits.Attributes;

namespace Pipeline.Tests.Audits;

public sealed class SinglingOutAuditTests
{
    private const string Residual = "residual isolating texts";

    [Fact]
    public void Catches_copies()
    {
        var bench = new AttackBench(new SinglingOutAudit());
        var residual = bench.Of(bench.Copies, Residual);
        // A population is as large as the holdout, a third of the training records: so many of the copied people are in it.
        Assert.InRange(residual.Estimate, .25, .45);
        Assert.InRange(residual.Lower(.95), .05, 1);
    }

    [Fact]
    public void Catches_new_texts_that_keep_a_persons_rare_words()
    {
        var bench = new AttackBench(new SinglingOutAudit());
        LabelledText[] disguised = [.. bench.Clean.Zip(bench.Training, (text, record) =>
            new LabelledText(text.Id, text.Label, string.Join(' ', record.Text.Split(' ').Reverse().Where((_, i) => i % 4 != 0))))];
        Assert.InRange(bench.Of(disguised, Residual).Lower(.95), .05, 1);
    }

    [Fact]
    public void Passes_texts_that_never_saw_the_source_at_the_stated_rate() =>
        Assert.InRange(Enumerable.Range(1, 20).Count(seed => new AttackBench(new SinglingOutAudit(), seed) is var bench && bench.Of(bench.Clean, Residual).Lower(.95) > 0), 0, 2);

    [Fact]
    public void Counts_a_text_whose_words_one_unit_wrote_and_not_one_whose_words_two_wrote()
    {
        var audit = new SinglingOutAudit(words: 2, predicates: 1);
        Assert.Equal(1, Isolating(["zebra xylophone"], ["a zebra plays the xylophone", "nothing of it"]));
        Assert.Equal(0, Isolating(["zebra xylophone"], ["a zebra plays the xylophone", "xylophone for zebra"]));
        Assert.Equal(0, Isolating(["zebra xylophone"], ["a zebra", "a xylophone"]));
        Assert.Equal(0, Isolating(["of it"], ["of it", "nothing"]));
        Assert.Equal(1, Isolating(["海洋 深度"], ["海洋の深度", "山の高さ"]));

        double Isolating(string[] texts, string[] training) => new AuditBench(audit).Run(texts, training, ["first", "second"])
            .Findings.Single(finding => finding is { Measure: "isolating texts", Against: Against.Training }).Statistic.Estimate;
    }

    [Fact]
    public void Counts_two_records_of_one_unit_as_one_person()
    {
        var bench = new AttackBench(new SinglingOutAudit(words: 4, predicates: 1));
        SourceRecord[] twice = [.. bench.Holdout, .. bench.Holdout.Select(record => record with { Id = record.Id + "b" })];
        var copies = bench.Holdout.Take(40).Select((record, i) => new LabelledText($"s-{i}", record.Label, record.Text)).ToArray();
        var finding = bench.Run(copies, twice).Findings.Single(finding => finding is { Measure: "isolating texts", Against: Against.Holdout });
        Assert.InRange(finding.Statistic.Estimate, .5, 1);
    }

    [Fact]
    public void Has_no_residual_without_a_holdout() =>
        Assert.Equal(["isolating texts"], new AttackBench(new SinglingOutAudit()) is var bench ? bench.Run(bench.Clean, []).Findings.Select(finding => finding.Measure) : []);
}
