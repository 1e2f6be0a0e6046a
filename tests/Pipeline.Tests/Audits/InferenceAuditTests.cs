using Pipeline.Audits;
using Pipeline.Core.Corpora;
using Pipeline.Core.Evidence;
using Pipeline.Tests.Audits.Attributes;

namespace Pipeline.Tests.Audits;

public sealed class InferenceAuditTests
{
    private const string Labels = "residual inferred labels";
    private const string Words = "residual inferred words";

    [Fact]
    public void Catches_copies()
    {
        var bench = new AttackBench(new InferenceAudit());
        Assert.InRange(bench.Of(bench.Copies, Words).Estimate, .4, .6);
        Assert.InRange(bench.Of(bench.Copies, Words).Lower(.95), .3, 1);
    }

    /// <summary>Labels that nobody could tell from the text: half of the copied ones are given away, and a holdout's are not.</summary>
    [Fact]
    public void Catches_labels_that_only_a_copy_can_know()
    {
        var secret = new Random(3);
        var bench = new AttackBench(new InferenceAudit());
        for (var i = 0; i < bench.Training.Length; i++) bench.Training[i] = bench.Training[i] with { Label = $"class {secret.Next(4)}" };
        for (var i = 0; i < bench.Holdout.Length; i++) bench.Holdout[i] = bench.Holdout[i] with { Label = $"class {secret.Next(4)}" };
        Assert.InRange(bench.Of(bench.Copies, Labels).Lower(.95), .2, 1);
        Assert.InRange(bench.Of(bench.Copies, "inferred labels", Against.Holdout).Estimate, .1, .4);
    }

    [Theory]
    [InlineData(Labels)]
    [InlineData(Words)]
    public void Passes_texts_that_never_saw_the_source_at_the_stated_rate(string measure) =>
        Assert.InRange(Enumerable.Range(1, 20).Count(seed => new AttackBench(new InferenceAudit(), seed) is var bench && bench.Of(bench.Clean, measure).Lower(.95) > 0), 0, 2);

    [Fact]
    public void Guesses_the_label_of_the_nearest_text_or_the_commonest()
    {
        var bench = new AttackBench(new InferenceAudit());
        LabelledText[] rows = [new("s-0", "a", "zebra meadow"), new("s-1", "b", "xylophone concert"), new("s-2", "b", "rest")];
        bench.Training[0] = new SourceRecord("x", "x", "a", "the zebra ran");
        Assert.Equal(1, Labelled("a", "the zebra ran"));
        Assert.Equal(0, Labelled("b", "the zebra ran"));
        Assert.Equal(1, Labelled("b", "nothing shared"));
        Assert.Equal(0, Labelled("a", "nothing shared"));

        double Labelled(string label, string text) => bench.Run(rows, [new SourceRecord("h", "h", label, text)])
            .Findings.Single(finding => finding is { Measure: "inferred labels", Against: Against.Holdout }).Statistic.Estimate;
    }

    [Theory]
    [InlineData("zebra meadow", 1)]
    [InlineData("zebra valley", 0)]
    [InlineData("forest lake", 0)]
    public void Guesses_a_hidden_word_from_the_nearest_text(string text, double share) =>
        Assert.Equal(share, new AuditBench(new InferenceAudit()).Run([text, "other text", "third one"], ["zebra meadow"], [])
            .Findings.Single(finding => finding is { Measure: "inferred words", Against: Against.Training }).Statistic.Estimate);

    [Theory]
    [InlineData(1000, 1)]
    [InlineData(1, 0)]
    public void Guesses_no_more_words_than_it_may(int guesses, double share)
    {
        // Nothing but "and" is known of the record, and the text that holds the hidden word holds two hundred longer ones.
        var text = string.Join(' ', Enumerable.Range(0, 200).Select(i => $"aword{i:000}"));
        Assert.Equal(share, new AuditBench(new InferenceAudit(guesses: guesses)).Run([$"{text} and zebra", "other text", "third one"], ["and zebra"], [])
            .Findings.Single(finding => finding is { Measure: "inferred words", Against: Against.Training }).Statistic.Estimate);
    }
}
