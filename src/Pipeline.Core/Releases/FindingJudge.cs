using Pipeline.Core.Evidence;
using Pipeline.Core.Policies;

namespace Pipeline.Core.Releases;

/// <summary>Judges the requirements on findings: which measurement counts, whether it had the power to see, and what it shows.</summary>
internal sealed class FindingJudge
{
    /// <summary>Power at which a verdict says what could have been seen, where the policy names none.</summary>
    private const double UsualPower = .8;

    private readonly Policy policy;
    private readonly EvidenceSummary evidence;
    private readonly DateTimeOffset now;
    private readonly JudgedTogether together;

    public FindingJudge(Policy policy, EvidenceSummary evidence, DateTimeOffset now)
    {
        (this.policy, this.evidence, this.now) = (policy, evidence, now);
        together = new JudgedTogether(policy.Require.OfType<FindingRequirement>(), required => Find(required).Finding?.Statistic);
    }

    public Verdict On(FindingRequirement required)
    {
        var (finding, missing) = Find(required);
        if (finding is null) return Unknown(required, missing);
        if (required.On == BoundOn.Value && finding.Statistic is not Census)
            return Unknown(required, "It is an estimate, so only its confidence bound can be judged, not its value.");
        if (required is { AtMost: null, AtLeast: null } or { On: BoundOn.Upper, AtMost: null } or { On: BoundOn.Lower, AtLeast: null })
            return Unknown(required, "The requirement names no bound that this end of the interval could keep.");
        if (Lacks(required, finding) is { } lack) return Unknown(required, lack);
        return required.On == BoundOn.Value ? OnValue(required, finding.Statistic) : OnBound(required, finding);
    }

    /// <summary>The one measurement that may be used, or why there is none.</summary>
    private (FindingSummary? Finding, string Missing) Find(FindingRequirement required)
    {
        var measured = evidence.Findings
            .Where(finding => finding.Audit == required.Audit && finding.Measure == required.Measure && finding.Against == required.Against)
            .ToList();
        if (measured.Count == 0) return (null, "No audit of this run measured it.");
        if (measured.Count > 1) return (null, "It was measured more than once, and choosing among measurements is not allowed.");
        var finding = measured[0];
        if (finding.Binding != evidence.Binding) return (null, "It was measured on another candidate, source or plan.");
        if (now - finding.MeasuredAt > policy.EvidenceMaximumAge || finding.MeasuredAt > now) return (null, "It was not measured recently enough.");
        return finding.Statistic.N == 0 || double.IsNaN(finding.Statistic.Estimate) ? (null, "There was nothing to measure it on.") : (finding, "");
    }

    /// <summary>
    /// Whether the power that the policy asks for is there: the chance to show a leak, were the true value just the bound. It is a matter
    /// of the sample's size, so that a small sample cannot pass by luck.
    /// </summary>
    private string? Lacks(FindingRequirement required, FindingSummary finding)
    {
        if (required.Power is not { } asked) return null;
        if (finding.NoLeak is not { } noLeak)
            return $"The policy asks for a power of at least {asked:P0} to see a leak, and this measurement does not say what no leak would look like.";
        if (required.AtMost is not { } bound)
            return $"The policy asks for a power of at least {asked:P0} to see a leak, and names no greatest value that is still allowed.";
        var power = finding.Statistic.Power(bound, noLeak, Strictest(required));
        if (power >= asked) return null;
        var needed = finding.Statistic.NeededForPower(bound, noLeak, Strictest(required), asked);
        var cure = needed == int.MaxValue ? "no n would be enough." : $"it needs n >= {needed}.";
        return $"With n = {finding.Statistic.N} a leak of {Shown(bound, finding)} would be seen with a chance of {power:P0} only, and the policy asks for {asked:P0}: {cure}";
    }

    private static Verdict OnValue(FindingRequirement required, Statistic statistic)
    {
        var note = $"Measured {statistic.Estimate:G4} over all {statistic.N}.";
        var holds = !(statistic.Estimate > required.AtMost) && !(statistic.Estimate < required.AtLeast);
        return new Verdict(required, holds ? Outcome.Holds : Outcome.Fails, statistic.Estimate, note);
    }

    private Verdict OnBound(FindingRequirement required, FindingSummary finding)
    {
        var (statistic, step) = (finding.Statistic, together[required]);
        var confidence = step.Confidence(required);
        var observed = required.On == BoundOn.Upper ? statistic.Upper(confidence) : statistic.Lower(confidence);
        var note = Describe(required, finding, observed, confidence);
        if (step.Corrected <= 1 - required.Confidence) return new Verdict(required, Outcome.Holds, observed, note + CouldSee(required, finding));
        if (required.On == BoundOn.Upper ? observed <= required.AtMost : observed >= required.AtLeast)
            return Unknown(required, $"{note} Others with stronger evidence are not shown, so in Holm's order this one is not either.");
        if (double.IsNaN(observed)) return Unknown(required, "Its spread could not be measured, so it has no confidence bound.");
        // With no hit at all a smaller sample could not have passed either: say what it would take.
        var needed = required.AtMost is { } most && statistic.Estimate <= most ? statistic.NeededFor(most, confidence) : 0;
        return needed > statistic.N && needed < int.MaxValue
            ? Unknown(required, $"{note} With n = {statistic.N} it cannot be shown; it needs n >= {needed}.")
            : new Verdict(required, Outcome.Fails, observed, note);
    }

    private string Describe(FindingRequirement required, FindingSummary finding, double observed, double confidence)
    {
        var what = finding.Statistic is Proportion proportion ? $"{proportion.K} of {proportion.N}" : $"Measured {Shown(finding.Statistic.Estimate, finding)}";
        var bound = $"{what}, so {(required.On == BoundOn.Upper ? "at most" : "at least")} {Shown(observed, finding)} with confidence ";
        return together.Count > 1
            ? $"{bound}{confidence:P2} (1/{together[required].Share} of the error that {together.Count} findings judged together may spend, in Holm's order)."
            : $"{bound}{required.Confidence:P0}.";
    }

    /// <summary>The smallest leak that this measurement would have shown, for the reader of a verdict that holds.</summary>
    private string CouldSee(FindingRequirement required, FindingSummary finding)
    {
        if (finding.NoLeak is not { } noLeak || finding.Statistic is Census) return "";
        var power = required.Power ?? UsualPower;
        var smallest = finding.Statistic.SmallestEffect(noLeak, Strictest(required), power);
        return double.IsInfinity(smallest)
            ? $" It could not have seen a leak of any size with a chance of {power:P0}."
            : $" It would have seen {Shown(smallest, finding)} with a chance of {power:P0}.";
    }

    /// <summary>Before anything is measured nobody knows whose evidence will be strongest: power is stated at the first step.</summary>
    private double Strictest(FindingRequirement required) => 1 - (1 - required.Confidence) / Math.Max(1, together.Count);

    private static string Shown(double value, FindingSummary finding) => finding.Unit == MeasureUnit.Share ? $"{value:P2}" : $"{value:G4}";

    private static Verdict Unknown(Requirement requirement, string because) => new(requirement, Outcome.Unknown, null, because);
}
