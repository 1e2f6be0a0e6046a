using Pipeline.Core;
using Pipeline.Core.Corpora;
using Pipeline.Core.Evidence;
using Pipeline.Core.Releases;

namespace Pipeline.Audits;

/// <summary>
/// An audit that streams source records past the candidate, once for the training part and once for the holdout, where
/// what occurs by chance occurs as often. A part without records gives no findings, so that a policy that asks for them refuses.
/// </summary>
public abstract class SourceAudit : Audit
{
    /// <summary>How many places a finding lists.</summary>
    private const int MostInstances = 20;

    /// <inheritdoc/>
    protected sealed override IEnumerable<Measurement> Measure(AuditContext context, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        foreach (var (against, records) in ((Against, RecordStream)[])[(Against.Training, Open(context.Training)), (Against.Holdout, Open(context.Holdout))])
        {
            if (records.Count == 0) continue;
            using var part = new SourcePart(Name, against, records, context, progress, cancellation);
            foreach (var measurement in Measure(context.Candidate, against, part))
                yield return measurement;
        }
    }

    /// <summary>The measurements against one part of the source.</summary>
    private protected abstract IEnumerable<Measurement> Measure(Candidate candidate, Against against, SourcePart source);

    /// <summary>The worst places first.</summary>
    private protected static IReadOnlyList<Instance> Worst(IEnumerable<(double Score, Instance Instance)> places) =>
        [.. places.OrderByDescending(place => place.Score).Take(MostInstances).Select(place => place.Instance)];
}
