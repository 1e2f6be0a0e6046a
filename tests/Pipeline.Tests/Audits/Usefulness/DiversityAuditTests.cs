using Pipeline.Audits.Usefulness;
using Pipeline.Core.Corpora;
using Pipeline.Core.Evidence;
using Pipeline.Core.Privacy;
using Pipeline.Core.Releases;
using Pipeline.Tests.Core;

namespace Pipeline.Tests.Audits.Usefulness;

public sealed class DiversityAuditTests
{
    private static readonly string[] Nouns = ["invoice", "parcel", "password", "router", "charge", "refund", "driver", "courier", "screen", "login"];
    private static readonly string[] Verbs = ["failed", "vanished", "doubled", "stopped", "changed", "arrived", "broke", "expired"];

    private static string Text(Random random) => $"{Nouns[random.Next(Nouns.Length)]} {random.Next(100)} {Verbs[random.Next(Verbs.Length)]} near {Nouns[random.Next(Nouns.Length)]} {random.Next(100)}";

    private static Dictionary<string, Finding> Findings(IReadOnlyList<LabelledText> rows)
    {
        var random = new Random(1);
        var candidate = new Candidate(rows);
        var corpus = new Corpus([.. Enumerable.Range(0, 80).Select(i => new SourceRecord($"r{i}", $"u{i}", i % 2 == 0 ? "a" : "b", Text(random)))]);
        LabelledText[] zeroShot = [.. Enumerable.Range(0, 60).Select(i => new LabelledText($"z{i}", i % 2 == 0 ? "a" : "b", "please help me with my order today"))];
        var context = Cases.Context(Cases.BindingOf(candidate)) with { Candidate = candidate, Training = Private.Stream(Private.Seal(corpus)) };
        var outcome = new DiversityAudit(zeroShot).Run(context, new FixedClock(Cases.Now), null, CancellationToken.None);
        Assert.Null(outcome.Failure);
        return outcome.Findings.ToDictionary(finding => finding.Measure, StringComparer.Ordinal);
    }

    private static LabelledText[] Varied(int count)
    {
        var random = new Random(2);
        return [.. Enumerable.Range(0, count).Select(i => new LabelledText($"s{i}", i % 2 == 0 ? "a" : "b", Text(random)))];
    }

    [Fact]
    public void Texts_as_varied_as_the_private_ones_measure_alike_and_repeated_ones_do_not()
    {
        var findings = Findings(Varied(40));
        double Of(string what, string of) => findings[what + of].Statistic.Estimate;
        Assert.InRange(Of(DiversityAudit.Distinct2, DiversityAudit.OfCandidate) - Of(DiversityAudit.Distinct2, DiversityAudit.OfPrivate), -.15, .15);
        Assert.Equal(1, Of(DiversityAudit.SelfBleu, DiversityAudit.OfZeroShot), 9);
        Assert.Equal(7 / 280.0, Of(DiversityAudit.Distinct1, DiversityAudit.OfZeroShot), 9);
        Assert.True(Of(DiversityAudit.SelfBleu, DiversityAudit.OfCandidate) < .5);
    }

    [Fact]
    public void Every_set_has_as_many_texts_as_the_candidate_and_every_measure_is_declared()
    {
        var findings = Findings(Varied(40));
        Assert.Equal(DiversityAudit.AllMeasures.Order(), findings.Keys.Order());
        Assert.All(findings.Values, finding => Assert.Equal(40, finding.Statistic.N));
        Assert.All(findings.Values.Where(finding => finding.Measure.Contains("private", StringComparison.Ordinal)), finding => Assert.Equal(Against.Training, finding.Against));
    }
}
