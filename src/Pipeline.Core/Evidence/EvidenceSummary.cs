using Pipeline.Core.Privacy;

namespace Pipeline.Core.Evidence;

/// <summary>
/// What evidence says, in plain values. Anybody can write one down, out of a report or out of a solver's model, so it can be
/// judged and explained; it never leads to a release, for which the gate takes evidence itself (laws 2 to 4).
/// </summary>
/// <param name="Binding">What it should all be about.</param>
/// <param name="Guarantees">What is said to be proved.</param>
/// <param name="Findings">What is said to be measured.</param>
/// <param name="Failures">Audits that are said not to have finished.</param>
public sealed record EvidenceSummary(
    Binding Binding, IReadOnlyList<GuaranteeSummary> Guarantees, IReadOnlyList<FindingSummary> Findings, IReadOnlyList<AuditFailure> Failures)
{
    /// <summary>Writes down what evidence says.</summary>
    public static EvidenceSummary Of(EvidenceFile evidence) => new(
        evidence.Binding,
        [.. evidence.Guarantees.Select(guarantee => new GuaranteeSummary(guarantee.Claim, guarantee.Binding))],
        [.. evidence.Findings.Select(finding => new FindingSummary(finding.Audit, finding.Measure, finding.Against, finding.Statistic, finding.Binding, finding.MeasuredAt) { Unit = finding.Unit, NoLeak = finding.NoLeak })],
        [.. evidence.Audits.Where(outcome => outcome.Failure is not null).Select(outcome => new AuditFailure(outcome.Audit, outcome.Failure!))]);
}

/// <summary>What a guarantee says.</summary>
/// <param name="Claim">The bound and its assumptions.</param>
/// <param name="Binding">What it is about.</param>
public sealed record GuaranteeSummary(PrivacyClaim Claim, Binding Binding);

/// <summary>What a finding says.</summary>
/// <param name="Audit">The audit's name.</param>
/// <param name="Measure">What was measured.</param>
/// <param name="Against">Against which part of the source.</param>
/// <param name="Statistic">The number with its uncertainty.</param>
/// <param name="Binding">What it was measured on.</param>
/// <param name="MeasuredAt">When.</param>
public sealed record FindingSummary(string Audit, string Measure, Against Against, Statistic Statistic, Binding Binding, DateTimeOffset MeasuredAt)
{
    /// <summary>How to show the number.</summary>
    public MeasureUnit Unit { get; init; } = MeasureUnit.Number;

    /// <summary>The value of a candidate that leaks nothing; null where the number is not about leaks.</summary>
    public double? NoLeak { get; init; }
}

/// <summary>An audit that could not finish.</summary>
/// <param name="Audit">Its name.</param>
/// <param name="Failure">Why, without private text.</param>
public sealed record AuditFailure(string Audit, string Failure);
