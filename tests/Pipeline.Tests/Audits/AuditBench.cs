using Pipeline.Core;
using Pipeline.Core.Corpora;
using Pipeline.Core.Evidence;
using Pipeline.Core.Privacy;
using Pipeline.Core.Releases;
using Part = Pipeline.Core.Evidence.Against;

namespace Pipeline.Tests.Audits;

/// <summary>Runs an audit on a few texts.</summary>
internal sealed class AuditBench(Audit audit)
{
    public static RecordNames Names { get; } = new("a key of sixteen bytes or more"u8);

    public AuditOutcome Run(string[] texts, string[] training, string[] holdout, IProgress<StageProgress>? progress = null) =>
        RunUntil(texts, training, holdout, progress, TestContext.Current.CancellationToken);

    public AuditOutcome RunUntil(
        string[] texts, string[] training, string[] holdout, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        var candidate = new Candidate([.. texts.Select((text, i) => new LabelledText($"s-{i}", "label", text))]);
        var binding = new Binding(candidate.Digest, Digest.Of("source"), Digest.Of("settings"));
        var context = new AuditContext(candidate, Seal("t", training), Seal("h", holdout), Names, binding);
        return audit.Run(context, TimeProvider.System, progress, cancellation);
    }

    /// <summary>The finding against the training part; the holdout is unrelated text.</summary>
    public Finding Against(string[] texts, string[] training, string measure) =>
        Run(texts, training, ["Nothing to do with any of it."]).Findings.Single(finding => finding.Measure == measure && finding.Against == Part.Training);

    private static Private<Corpus> Seal(string prefix, string[] texts) =>
        Private.Seal(new Corpus([.. texts.Select((text, i) => new SourceRecord($"{prefix}-{i}", $"{prefix}-{i}", "label", text))]));
}
