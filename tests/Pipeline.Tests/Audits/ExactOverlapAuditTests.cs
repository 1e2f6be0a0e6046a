using Pipeline.Audits;
using Pipeline.Core.Evidence;

namespace Pipeline.Tests.Audits;

public sealed class ExactOverlapAuditTests
{
    private readonly AuditBench bench = new(new ExactOverlapAudit());

    [Fact]
    public void Catches_a_copy()
    {
        Assert.Equal(new Proportion(1, 2), Copied([Samples.Clean, Samples.Letter]));
        Assert.Equal(new Proportion(1, 2), bench.Against([Samples.Clean, Samples.Letter], [Samples.Letter], "exact copies").Statistic);
    }

    [Fact]
    public void Catches_a_copy_that_differs_in_case_spacing_and_invisible_characters()
    {
        Assert.Equal(new Proportion(1, 1), Copied([Samples.SameButForm]));
        Assert.Equal(new Proportion(0, 1), bench.Against([Samples.SameButForm], [Samples.Letter], "exact copies").Statistic);
    }

    [Fact]
    public void Counts_every_text_that_is_a_copy_of_the_same_record() =>
        Assert.Equal(new Proportion(3, 3), Copied([Samples.Letter, Samples.Letter, Samples.SameButForm]));

    [Fact]
    public void Compares_empty_texts_too() => Assert.Equal(new Proportion(1, 1), bench.Against([" "], [""], "copied records").Statistic);

    [Fact]
    public void Passes_texts_of_its_own() => Assert.Equal(new Proportion(0, 2), Copied([Samples.Clean, Samples.OneWordChanged]));

    private Statistic Copied(string[] texts) => bench.Against(texts, [Samples.Other, Samples.Letter], "copied records").Statistic;
}
