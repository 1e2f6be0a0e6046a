using System.Text.Json;
using Pipeline.Audits;
using Pipeline.Core;
using Pipeline.Core.Evidence;

namespace Pipeline.Tests.Audits;

/// <summary>Laws that every audit keeps that streams the records past the candidate.</summary>
public sealed class EveryAuditTests
{
    private static readonly string[] canaries = ["zqxjcanary", "canary.person@example.com", "4242424242424242", "Quixworth"];

    private static readonly string privateText =
        $"The {canaries[0]} of Mr. {canaries[3]} wrote from {canaries[1]} that card {canaries[2]} was charged twice for the very same order of goods";

    public static TheoryData<string> Names =>
        [.. AuditCatalog.Names.Where(name => AuditCatalog.Create(name, new Dictionary<string, double>(), "suite") is SourceAudit)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Reports_every_measure_against_both_parts(string name)
    {
        var outcome = Bench(name).Run([Samples.Clean, Samples.Letter], [Samples.Letter], [Samples.Other]);
        Assert.Null(outcome.Failure);
        var expected = from part in (Against[])[Against.Training, Against.Holdout] from measure in AuditCatalog.Find(name)!.Measures select (part, measure);
        Assert.Equal(expected, outcome.Findings.Select(finding => (finding.Against, finding.Measure)));
        Assert.All(outcome.Findings, finding => Assert.Equal(2, finding.Statistic.N));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Finds_in_the_holdout_only_what_stands_in_the_holdout(string name)
    {
        var outcome = Bench(name).Run([privateText], [Samples.Other], [privateText]);
        var worst = AuditCatalog.Find(name)!.Measures[0];
        Assert.True(Estimate(Against.Holdout) > Estimate(Against.Training));

        double Estimate(Against against) => outcome.Findings.Single(finding => finding.Measure == worst && finding.Against == against).Statistic.Estimate;
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Gives_no_finding_where_there_is_nothing_to_compare_with(string name) =>
        Assert.DoesNotContain(Bench(name).Run([Samples.Clean], [Samples.Letter], []).Findings, finding => finding.Against == Against.Holdout);

    [Theory]
    [MemberData(nameof(Names))]
    public void Never_writes_privateText(string name)
    {
        var outcome = Bench(name).Run([privateText, $"{canaries[1]} and {privateText}"], [privateText], [privateText]);
        var written = JsonSerializer.Serialize(outcome.Findings.Select(finding => new { finding.Audit, finding.Measure, finding.Meaning, finding.Instances }));
        Assert.NotEmpty(outcome.Findings.SelectMany(finding => finding.Instances));
        foreach (var canary in canaries) Assert.DoesNotContain(canary, written, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("t-0", written, StringComparison.Ordinal);
        Assert.Contains(AuditBench.Names.Of("t-0"), written, StringComparison.Ordinal);
    }

    /// <summary>Otherwise a policy could not ask whether it had the power to see a leak.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Says_of_something_it_bounds_what_no_leak_would_look_like(string name) =>
        Assert.Contains(Bench(name).Run([Samples.Clean, Samples.Letter], [Samples.Letter], [Samples.Other]).Findings,
            finding => finding is { Against: Against.Training, NoLeak: not null, Statistic: not Census });

    [Theory]
    [MemberData(nameof(Names))]
    public void Lists_at_most_twenty_places(string name)
    {
        var outcome = Bench(name).Run([.. Enumerable.Repeat(privateText, 30)], [privateText], [Samples.Other]);
        Assert.Equal(20, outcome.Findings.Max(finding => finding.Instances.Count));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Tells_its_progress_record_by_record(string name)
    {
        var seen = new Reports();
        Bench(name).Run([Samples.Clean], [Samples.Letter, Samples.Other, ""], [Samples.Other], seen);
        Assert.Equal([1, 2, 3, 1], seen.All.Select(report => report.Done));
        Assert.Equal([3, 3, 3, 1], seen.All.Select(report => report.Total));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Stops_at_the_next_record_when_cancelled(string name)
    {
        using var source = new CancellationTokenSource();
        var seen = new Reports(_ => source.Cancel());
        var outcome = Bench(name).RunUntil([Samples.Clean], [Samples.Letter, Samples.Other], [Samples.Other], seen, source.Token);
        Assert.NotNull(outcome.Failure);
        Assert.Empty(outcome.Findings);
        Assert.Single(seen.All);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Takes_text_that_is_not_well_formed(string name)
    {
        var outcome = Bench(name).Run(["\uD800", "", "\uFFFE @\uDC00. 0"], ["\uD800", "\uDFFFa\uD83D"], ["a\uFFFE"]);
        Assert.Null(outcome.Failure);
    }

    private static AuditBench Bench(string name) => new(AuditCatalog.Create(name, new Dictionary<string, double>(), "suite"));

    private sealed class Reports(Action<StageProgress>? also = null) : IProgress<StageProgress>
    {
        public List<StageProgress> All { get; } = [];

        public void Report(StageProgress value)
        {
            All.Add(value);
            also?.Invoke(value);
        }
    }
}
