using Pipeline.Audits;

namespace Pipeline.Tests.Audits;

public sealed class CommonSubstringAuditTests
{
    private readonly AuditBench bench = new(new CommonSubstringAudit());

    [Theory]
    [InlineData(Samples.Letter, 27)]
    [InlineData(Samples.Disguised, 27)]
    [InlineData(Samples.OneWordChanged, 18)]
    [InlineData(Samples.SentenceInside, 17)]
    public void Catches_a_long_run(string text, int words)
    {
        Assert.Equal(words, Estimate("longest common words", text));
        Assert.Equal(1, Estimate("texts sharing a long run", text));
        Assert.InRange(Estimate("longest common characters", text), 50, Samples.Letter.Length);
    }

    [Fact]
    public void Sees_a_run_of_characters_that_is_no_run_of_words() =>
        Assert.Equal(
            "not0p secret99".Length,
            bench.Against(["is not0p secret99 now"], ["xnot0p secret99y, ot0p"], "longest common characters").Statistic.Estimate);

    [Fact]
    public void Says_where_as_its_page_shows() =>
        Assert.Equal(
            "8 words, after 2 of the text and 0 of the record",
            bench.Against(["I left MY PARCEL with a neighbour, on the third step"], ["my parcel with a neighbour on the third floor"], "longest common words").Instances.Single().Note);

    [Fact]
    public void Counts_a_short_text_that_stands_whole_in_a_record() => Assert.Equal(1, Estimate("texts sharing a long run", "on the third floor"));

    [Fact]
    public void Passes_a_text_of_its_own()
    {
        Assert.Equal(0, Estimate("texts sharing a long run", Samples.Clean));
        Assert.Equal(0, Estimate("texts sharing a long run", "..."));
        Assert.InRange(Estimate("longest common words", Samples.Clean), 0, 3);
    }

    private double Estimate(string measure, string text) => bench.Against([text], [Samples.Other, Samples.Letter], measure).Statistic.Estimate;
}
