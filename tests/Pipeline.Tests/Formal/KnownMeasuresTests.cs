using Pipeline.Audits;
using Pipeline.Cli.Policies;
using Pipeline.Cli.Running;
using Pipeline.Core.Corpora;
using Pipeline.Core.Evidence;
using Pipeline.Core.Privacy;
using Pipeline.Core.Releases;
using Pipeline.Tests.Core;

namespace Pipeline.Tests.Formal;

/// <summary>What verification takes for granted of the audits' measures is what the audits report.</summary>
public sealed class KnownMeasuresTests
{
    private static IReadOnlyList<Finding> Reported()
    {
        var rows = Enumerable.Range(0, 12).Select(i => new LabelledText($"s-{i}", "a", $"My parcel number {i} has not come and I would like my money back please, write to me at person{i}@example.org")).ToList();
        var candidate = new Candidate(rows);
        var records = Private.Seal(new Corpus([.. rows.Select((row, i) => new SourceRecord($"r{i}", $"u{i}", row.Label, row.Text))]));
        var context = new AuditContext(candidate, records, records, new RecordNames(new byte[16]), new Binding(candidate.Digest, Cases.Source, Cases.Settings));
        return [.. KnownMeasures.Named.Keys.Select(key => key.Audit).Distinct().SelectMany(name => AuditCatalog.Find(name)!.Create(new Pipeline.Core.Plans.AuditSettings(new Dictionary<string, double>()), "here").Run(context, new FixedClock(Cases.Now), null, CancellationToken.None).Findings)];
    }

    [Fact]
    public void Units_and_ranges_are_those_of_the_findings()
    {
        var reported = Reported();
        foreach (var ((audit, measure), facts) in KnownMeasures.Named)
        {
            var findings = reported.Where(finding => finding.Audit == audit && finding.Measure == measure).ToList();
            Assert.True(findings.Count > 0, $"{audit}: {measure} was not reported");
            Assert.All(findings, finding =>
            {
                Assert.Equal(finding.Unit, facts.Unit);
                Assert.InRange(finding.Statistic.Estimate, facts.Least ?? double.MinValue, facts.Greatest ?? double.MaxValue);
                if (facts.IsCount) Assert.Equal(Math.Floor(finding.Statistic.Estimate), finding.Statistic.Estimate);
            });
        }
    }

    [Fact]
    public void Every_audit_that_looks_for_overlap_is_an_audit() =>
        Assert.All(KnownMeasures.Facts.OverlapAudits, name => Assert.Contains(KnownAudits.All.Audits, audit => audit.Name == name));
}
