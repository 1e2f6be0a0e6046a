using Pipeline.Core.Evidence;
using Pipeline.Core.Policies;

namespace Pipeline.Formal.Policies.Checks;

/// <summary>Bounds are numbers that their measure can take, in its unit. No solver is needed for that.</summary>
internal static class RangeCheck
{
    public static CheckOutcome Run(CheckBench bench)
    {
        var flaws = new List<PolicyFlaw>();
        foreach (var form in bench.Formula.Forms.Select(asking => asking.Form))
        {
            var wrong = form switch
            {
                FindingRequirement finding => OfFinding(finding, bench.Facts.Of(finding.Audit, finding.Measure)),
                GuaranteeRequirement guarantee => OfGuarantee(guarantee),
                _ => [],
            };
            flaws.AddRange(wrong.Select(what => new PolicyFlaw(PolicyCheck.RangesMakeSense, form.Where, what, [])));
        }
        return new CheckOutcome(PolicyCheck.RangesMakeSense, flaws, [], "every bound is a number that its measure can take");
    }

    private static IEnumerable<string> OfFinding(FindingRequirement required, MeasureFacts measure)
    {
        foreach (var (word, bound) in new[] { ("at most", required.AtMost), ("at least", required.AtLeast) })
        {
            if (bound is not { } value) continue;
            if (measure.Greatest is { } greatest && value > greatest)
                yield return $"{FindingName.Of(required)} is never above {Shown(greatest, measure)}, and the bound says {word} {Shown(value, measure)}.{(measure.Unit == MeasureUnit.Share && value is > 1 and <= 100 ? $" Was {value:0.####} % meant?" : "")}";
            if (measure.Least is { } least && value < least)
                yield return $"{FindingName.Of(required)} is never below {Shown(least, measure)}, and the bound says {word} {Shown(value, measure)}.";
            if (measure.IsCount && value != Math.Floor(value))
                yield return $"{FindingName.Of(required)} is a whole number, and the bound says {word} {SituationText.Number(value)}.";
        }
        if (measure.Unit == MeasureUnit.Share && required is { On: BoundOn.Upper, AtMost: <= 0 })
            yield return $"No sample, however large, shows that {FindingName.Of(required)} is at most 0: the upper bound of a share is always above it.";
        if (measure.Unit == MeasureUnit.Share && required is { On: BoundOn.Lower, AtLeast: >= 1 })
            yield return $"No sample, however large, shows that {FindingName.Of(required)} is 100 %: the lower bound of a share is always below it.";
    }

    private static IEnumerable<string> OfGuarantee(GuaranteeRequirement required)
    {
        const double MostDelta = .01;
        if (required.Delta is > MostDelta)
            yield return $"Delta may be {SituationText.Number(required.Delta.Value)}: a mechanism that publishes one record in {1 / required.Delta.Value:0} as it is would meet that. Ask for 1/n or less.";
    }

    private static string Shown(double value, MeasureFacts measure) => measure.Unit == MeasureUnit.Share ? $"{value * 100:0.####} %" : SituationText.Number(value);
}
