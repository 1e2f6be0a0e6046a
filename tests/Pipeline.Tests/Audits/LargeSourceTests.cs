using Pipeline.Audits;
using Pipeline.Core.Evidence;

namespace Pipeline.Tests.Audits;

/// <summary>A hundred texts against a thousand records, one of 160,000 characters: what is planted is found, and nothing else.</summary>
public sealed class LargeSourceTests
{
    private static readonly Random random = new(7);

    private static readonly string[] candidates = [.. Enumerable.Range(0, 100).Select(_ => Words("c", 60))];

    private static readonly string[] records =
    [
        .. Enumerable.Range(0, 1000).Select(_ => Words("r", 80)),
        Words("r", 15_000) + " " + string.Join(' ', candidates[42].Split(' ')[10..35]).ToUpperInvariant() + " jo@example.com " + Words("r", 15_000),
    ];

    [Fact]
    public void Finds_the_one_copied_run()
    {
        var finding = new AuditBench(new CommonSubstringAudit()).Against(candidates, records, "longest common words");
        Assert.Equal(new Census(25, 100), finding.Statistic);
        Assert.Equal(new Instance("s-42", AuditBench.Names.Of("t-1000"), "25 words, after 10 of the text and 15000 of the record"), finding.Instances.Single());
    }

    [Fact]
    public void Finds_the_sequences_of_the_one_copied_run()
    {
        var finding = new AuditBench(new NGramOverlapAudit()).Against(candidates, records, "worst containment");
        Assert.Equal(21.0 / 56, finding.Statistic.Estimate, 1e-12);
        Assert.Equal(new Instance("s-42", AuditBench.Names.Of("t-1000"), "21 of 56 sequences of 5 words"), finding.Instances.Single());
    }

    [Fact]
    public void Finds_the_one_replayed_address()
    {
        string[] withAddress = [.. candidates[..99], "ask Jo@Example.com"];
        var finding = new AuditBench(new PiiReplayAudit()).Against(withAddress, records, "replayed values");
        Assert.Equal(new Proportion(1, 100), finding.Statistic);
        Assert.Equal(AuditBench.Names.Of("t-1000"), finding.Instances.Single().Record);
    }

    // The two sides draw from different words, so that nothing is shared by chance; words of one side are unlike each other.
    private static string Words(string prefix, int count) => string.Join(' ', Enumerable.Range(0, count).Select(_ => prefix + random.Next(1_000_000).ToString("x")));
}
