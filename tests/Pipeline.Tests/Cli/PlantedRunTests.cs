using System.Text.RegularExpressions;
using Pipeline.Audits;
using Pipeline.Core.Canaries;
using Pipeline.Core.Releases;

namespace Pipeline.Tests.Cli;

/// <summary>A whole run of the copying control with canaries: they are found, the run is refused, and no secret is written anywhere.</summary>
public sealed class PlantedRunTests : IDisposable
{
    private readonly Workplace place = new();

    public void Dispose() => place.Dispose();

    [Fact]
    public void A_copying_run_is_caught_by_its_canaries_and_leaves_none_behind()
    {
        place.WriteSource();
        var path = place.WritePipeline("  - finding: canaries\n    measure: planted canaries found\n    upper 95 %: { at most: 50 % }\n");
        File.WriteAllText(path, File.ReadAllText(path)
            .Replace("method: match, texts: 6, proposals: 128", "method: copying-control, texts: 160", StringComparison.Ordinal)
            .Replace("policy: policy.yaml", "canaries: { planted: 60 }\npolicy: policy.yaml", StringComparison.Ordinal));
        var report = place.Run(path, TestContext.Current.CancellationToken).Report;

        var refused = Assert.IsType<Refused>(report.Decision);
        Assert.Contains("A text of the candidate holds a planted canary.", refused.Reasons);
        Assert.Contains(refused.Reasons, reason => reason.StartsWith("Not met: ", StringComparison.Ordinal) && reason.Contains("planted canaries found", StringComparison.Ordinal));
        var findings = report.Evidence.Audits.Single(audit => audit.Audit == CanaryAudit.AuditName).Findings;
        Assert.InRange(findings.Single(finding => finding.Measure == "planted canaries found").Statistic.Estimate, .9, 1);
        // 60 canaries and delta 1e-4: nearly all of 48 guesses right.
        Assert.InRange(findings.Single(finding => finding.Measure == "epsilon lower bound from the texts").Statistic.Lower(.95), 1, 3);
        Assert.True(findings.Single(finding => finding.Measure == PlantedCanaries.TextsMeasure).Statistic.Estimate > 20);
        // The source's own numbers know nothing of them.
        Assert.Equal(64, report.Source.TrainingRecords + report.Source.HoldoutRecords);
        Assert.All(place.Files(), file => Assert.DoesNotMatch(SecretWord, File.ReadAllText(file)));
        Assert.Matches(SecretWord, string.Join(' ', Canary.Words([1, 2, 3, 4])));
    }

    /// <summary>A word of a secret, and of no language; digests run on longer.</summary>
    private static readonly Regex SecretWord = new(@"\b[bcdfghjkmnpqrtvx]{8}\b", RegexOptions.NonBacktracking);
}
