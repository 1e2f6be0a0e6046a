using Pipeline.Audits;

namespace Pipeline.Tests.Audits;

public sealed class PiiReplayAuditTests
{
    private readonly AuditBench bench = new(new PiiReplayAudit());

    [Theory]
    [InlineData("Write to Anna.Lee@Example.com please", "My address is anna.lee@example.com.")]
    [InlineData("メール：ａｎｎａ＠ｅｘａｍｐｌｅ．ｃｏｍ", "anna@example.com is mine")]
    [InlineData("Call (212) 555-0123.", "reach me at +1 212 555 0123")]
    [InlineData("Card 4242-4242-4242-4242", "I paid with 4242424242424242 twice")]
    [InlineData("IBAN gb82west12345698765432", "send it to GB82 WEST 1234 5698 7654 32")]
    [InlineData("born 4 July 1962", "Date of birth 07/04/1962")]
    [InlineData("host 2001:db8::1", "from 2001:0db8:0:0:0:0:0:1")]
    [InlineData("mac=00-00-5e-00-53-af", "my router is 00:00:5E:00:53:AF")]
    public void Catches_a_replayed_value_however_it_is_written(string text, string record)
    {
        Assert.Equal(1, bench.Against([text, Samples.Clean], [Samples.Other, record], "distinct replayed values").Statistic.Estimate);
        Assert.Equal(0.5, bench.Against([text, Samples.Clean], [Samples.Other, record], "replayed values").Statistic.Estimate);
        Assert.Equal(0, bench.Against([text, Samples.Clean], [Samples.Other, record], "replayed names").Statistic.Estimate);
    }

    [Fact]
    public void Says_where_as_its_page_shows() =>
        Assert.Equal(
            "1 found, first telephone number at character 5",
            bench.Against(["Call (212) 555-0123."], ["reach me at +1 212 555 0123"], "replayed values").Instances.Single().Note);

    [Fact]
    public void Counts_names_apart()
    {
        Assert.Equal(1, bench.Against(["Mr. John Example called"], ["Dear JOHN EXAMPLE", "Signed, Mrs. John Example"], "replayed names").Statistic.Estimate);
        Assert.Equal(0, bench.Against(["Mr. John Example called"], ["Signed, Mrs. John Example"], "replayed values").Statistic.Estimate);
    }

    [Fact]
    public void Counts_a_value_once_though_many_texts_hold_it() =>
        Assert.Equal(1, bench.Against(["a@example.com", "A@example.com"], ["a@example.com"], "distinct replayed values").Statistic.Estimate);

    [Fact]
    public void Passes_values_that_no_record_holds()
    {
        foreach (var measure in new PiiReplayAudit().Measures)
            Assert.Equal(0, bench.Against(["Write to new@example.com or call 212-555-0199", Samples.Clean], ["old@example.com, 212-555-0123"], measure).Statistic.Estimate);
    }
}
