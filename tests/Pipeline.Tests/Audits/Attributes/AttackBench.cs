using Pipeline.Core;
using Pipeline.Core.Corpora;
using Pipeline.Core.Evidence;
using Pipeline.Core.Privacy;
using Pipeline.Core.Releases;
using Pipeline.Tests.Audits.Controls;

namespace Pipeline.Tests.Audits.Attributes;

/// <summary>Runs an attack on fabricated letters: 240 to learn from, 80 kept aside.</summary>
internal sealed class AttackBench(Audit audit, int seed = 1)
{
    public SourceRecord[] Training { get; } = new Letters(1000 + seed).Records(240);

    public SourceRecord[] Holdout { get; } = new Letters(2000 + seed).Records(80);

    /// <summary>A candidate that never saw the source.</summary>
    public LabelledText[] Clean { get; } = new Letters(3000 + seed).Texts(120);

    /// <summary>A candidate of copies.</summary>
    public LabelledText[] Copies => [.. Training.Take(120).Select((record, i) => new LabelledText($"s-{i}", record.Label, record.Text))];

    public AuditOutcome Run(LabelledText[] rows, SourceRecord[]? holdout = null)
    {
        var candidate = new Candidate(rows);
        var binding = new Binding(candidate.Digest, Digest.Of("source"), Digest.Of("settings"));
        var context = new AuditContext(candidate, Private.Seal(new Corpus(Training)), Private.Seal(new Corpus(holdout ?? Holdout)), AuditBench.Names, binding);
        return audit.Run(context, TimeProvider.System, null, TestContext.Current.CancellationToken);
    }

    public Statistic Of(LabelledText[] rows, string measure, Against against = Against.Training) =>
        Run(rows).Findings.Single(finding => finding.Measure == measure && finding.Against == against).Statistic;
}
