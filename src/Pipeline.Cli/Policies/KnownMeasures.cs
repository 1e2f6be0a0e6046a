using Pipeline.Audits.Usefulness;
using Pipeline.Core.Evidence;
using Pipeline.Formal.Policies;

namespace Pipeline.Cli.Policies;

/// <summary>
/// What verification knows of the audits' measures: their units, which way they are better, and which look for overlap. A measure that is
/// not named here has no unit, and is better the less it is, as measures of leaks are.
/// </summary>
internal static class KnownMeasures
{
    private static readonly MeasureFacts Share = new(MeasureUnit.Share, Better.Less), Words = new(MeasureUnit.Words, Better.Less), Count = new(MeasureUnit.Count, Better.Less),
        Characters = new(MeasureUnit.Characters, Better.Less), FromZeroToOne = new(MeasureUnit.Number, Better.Less) { Greatest = 1 };

    /// <summary>By audit and measure; held against what the audits report by a test.</summary>
    public static IReadOnlyDictionary<(string Audit, string Measure), MeasureFacts> Named { get; } = new Dictionary<(string, string), MeasureFacts>
    {
        [("exact-overlap", "copied records")] = Share,
        [("exact-overlap", "exact copies")] = Share,
        [("ngram-overlap", "worst containment")] = FromZeroToOne,
        [("ngram-overlap", "mean containment")] = FromZeroToOne,
        [("ngram-overlap", "texts above half")] = Share,
        [("ngram-overlap", "reworded copies")] = Share,
        [("common-substring", "longest common words")] = Words,
        [("common-substring", "longest common characters")] = Characters,
        [("common-substring", "texts sharing a long run")] = Share,
        [("pii-replay", "replayed values")] = Share,
        [("pii-replay", "distinct replayed values")] = Count,
        [("pii-replay", "replayed names")] = Share,
    };

    /// <summary>Everything there is to know.</summary>
    public static AuditFacts Facts { get; } = new(
        (audit, measure) => Named.GetValueOrDefault((audit, measure)) ?? new MeasureFacts(null, DirectionOf(audit)),
        new HashSet<string>(StringComparer.Ordinal) { "exact-overlap", "ngram-overlap", "common-substring" });

    /// <summary>Accuracies are better the more they are; of variety and spread neither can be said.</summary>
    private static Better DirectionOf(string audit) => audit switch
    {
        UsefulnessAudit.AuditName => Better.More,
        JudgeAudit.AuditName or DiversityAudit.AuditName => Better.Neither,
        _ => Better.Less,
    };
}
