using Pipeline.Audits;
using Pipeline.Core.Inputs;
using Pipeline.Core.Plans;

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

    [Theory]
    [InlineData("Card ４２４２４２４２４２４２４２４２")]
    [InlineData("Card ٤٢٤٢٤٢٤٢٤٢٤٢٤٢٤٢")]
    [InlineData("Card 4242\u200B4242\u20604242\u00AD4242")]
    [InlineData("Card 4242\u20114242\u20114242\u20114242")]
    public void Catches_a_number_in_disguise(string text) =>
        Assert.Equal(1, bench.Against([text], ["I paid with 4242424242424242 twice"], "distinct replayed values").Statistic.Estimate);

    [Fact]
    public void Counts_values_of_a_suites_own_patterns_with_the_others()
    {
        var settings = new AuditSettings(new Dictionary<string, double>(), [new("employee", "E-[0-9]{6}"), new("case", "[0-9]{6}")]);
        var own = new AuditBench(AuditCatalog.Create("pii-replay", settings, "suite"));
        Assert.Equal(2, own.Against(["ask Ｅ-１２３４５６ or E-999999"], ["badge E-123456"], "distinct replayed values").Statistic.Estimate);
        Assert.Equal(0, own.Against(["ask E-123457"], ["badge E-123456"], "distinct replayed values").Statistic.Estimate);
        Assert.Equal(0, bench.Against(["ask E-123456"], ["badge E-123456"], "distinct replayed values").Statistic.Estimate);
    }

    /// <summary>Nested repetitions, which backtracking engines need years for, end here in linear time.</summary>
    [Theory]
    [InlineData("(a+)+b")]
    [InlineData("(a|a)*b")]
    [InlineData("(a{1,99}){1,99}b")]
    [InlineData("(([a-z]*)*)*:[0-9]")]
    public void Reads_a_hostile_pattern_to_its_end_or_fails_closed(string expression)
    {
        var own = new AuditBench(new PiiReplayAudit([new ValuePattern("hostile", expression)]));
        var outcome = own.Run([new string('a', 20_000) + " 4242424242424242"], ["4242424242424242 " + new string('a', 20_000)], []);
        if (outcome.Failure is { } failure) Assert.Contains("RegexMatchTimeoutException", failure, StringComparison.Ordinal);
        else Assert.Equal(1, outcome.Findings.Single(finding => finding.Measure == "distinct replayed values").Statistic.Estimate);
    }

    [Theory]
    [InlineData("E-[0-9", "is no regular expression: unterminated bracket at character 6")]
    [InlineData("a*", "matches the empty text")]
    [InlineData("(a)\\1", "uses look-around, a back reference, an atomic group or another construct that needs backtracking")]
    public void Refuses_a_pattern_that_cannot_be_used_and_says_where(string expression, string why)
    {
        var settings = new AuditSettings(new Dictionary<string, double>(), [new("employee", expression)]);
        var problem = Assert.Throws<BadInputException>(() => AuditCatalog.Create("pii-replay", settings, "suite.yaml, line 9")).Problems.Single();
        Assert.Equal(("suite.yaml, line 9", $"the pattern 'employee' of the audit 'pii-replay' {why}."), (problem.Where, problem.What));
        Assert.Throws<BadInputException>(() => AuditCatalog.Create("exact-overlap", settings, "suite.yaml, line 9"));
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
