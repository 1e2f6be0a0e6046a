using Pipeline.Audits;
using Pipeline.Core.Evidence;

namespace Pipeline.Tests.Audits;

public sealed class NGramOverlapAuditTests
{
    private readonly AuditBench bench = new(new NGramOverlapAudit());

    [Theory]
    [InlineData(Samples.Letter)]
    [InlineData(Samples.Disguised)]
    public void Catches_a_copy_however_it_is_dressed(string copy)
    {
        Assert.Equal(1, Estimate("worst containment", copy));
        Assert.Equal(1, Estimate("texts above half", copy));
        Assert.Equal(1, Estimate("reworded copies", copy));
    }

    [Fact]
    public void Catches_a_copy_with_one_word_changed()
    {
        // 27 words have 23 sequences of five; the changed word stands in five of them, and in three of 25 trigrams.
        Assert.Equal(18.0 / 23, Estimate("worst containment", Samples.OneWordChanged), 1e-12);
        Assert.Equal(1, Estimate("texts above half", Samples.OneWordChanged));
        Assert.Equal(1, Estimate("reworded copies", Samples.OneWordChanged));
    }

    [Fact]
    public void Sees_a_copied_sentence_inside_other_text() =>
        // 17 of 35 words are copied in a row.
        Assert.Equal(13.0 / 31, Estimate("worst containment", Samples.SentenceInside), 1e-12);

    [Fact]
    public void Counts_a_reworded_short_text_that_keeps_too_few_sequences_of_five()
    {
        const string record = "please send the new router to my home address today";
        const string text = "please send the spare router to my home address today";
        Assert.Equal(2.0 / 6, bench.Against([text], [record], "worst containment").Statistic.Estimate, 1e-12);
        Assert.Equal(0, bench.Against([text], [record], "texts above half").Statistic.Estimate);
        Assert.Equal(1, bench.Against([text], [record], "reworded copies").Statistic.Estimate);
    }

    [Fact]
    public void Does_not_add_up_what_stands_in_different_records() =>
        Assert.Equal(0.25, bench.Against(["a b c d e f g h"], ["a b c d e", "d e f g h"], "worst containment").Statistic.Estimate);

    [Theory]
    [InlineData("seen it", 1)]
    [InlineData("Courier", 1)]
    [InlineData("it seen", 0)]
    [InlineData("...", 0)]
    public void Judges_a_text_shorter_than_a_sequence_whole(string text, double containment)
    {
        Assert.Equal(containment, Estimate("worst containment", text));
        Assert.Equal(containment, Estimate("texts above half", text));
    }

    [Fact]
    public void Averages_over_all_texts() =>
        Assert.Equal(new Census(0.5, 2), bench.Against([Samples.Letter, Samples.Clean], [Samples.Letter], "mean containment").Statistic);

    [Fact]
    public void Passes_a_text_of_its_own()
    {
        foreach (var measure in new NGramOverlapAudit().Measures) Assert.Equal(0, Estimate(measure, Samples.Clean));
    }

    private double Estimate(string measure, string text) => bench.Against([text], [Samples.Other, Samples.Letter], measure).Statistic.Estimate;
}
