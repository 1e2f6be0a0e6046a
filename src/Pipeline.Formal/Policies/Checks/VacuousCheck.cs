using Pipeline.Core.Policies;
using Pipeline.Formal.Solving;

namespace Pipeline.Formal.Policies.Checks;

/// <summary>Each requirement can fail on evidence that has all it looks at: one that cannot asks nothing.</summary>
internal static class VacuousCheck
{
    public static CheckOutcome Run(CheckBench bench)
    {
        var (flaws, undecided) = (new List<PolicyFlaw>(), new List<string>());
        foreach (var asking in bench.Formula.Forms)
        {
            if (FailsAtItsWorst(bench, asking)) continue;
            bool Breached(Situation situation) => CheckBench.Verdict(situation.Under(bench.Policy), asking.Form) is { Outcome: not Outcome.Holds };
            var found = bench.Search.Look(bench.Logic.And([bench.Formula.InScope, asking.Asked, bench.Formula.Breached(asking.Form)]), Breached);
            if (found.Example is not null) continue;
            if (found.Answer == Answer.Undecided) undecided.Add(asking.Form.Where);
            else if (bench.Search.Can(bench.Logic.And([bench.Formula.InScope, asking.Asked])) == Answer.Satisfiable)
                flaws.Add(new PolicyFlaw(PolicyCheck.NotVacuous, asking.Form.Where, $"Nothing that can be measured fails it, so it asks nothing: {asking.Form.Bound}.", []));
        }
        return new CheckOutcome(PolicyCheck.NotVacuous, flaws, undecided, "for each requirement the evaluator failed an example in which everything was measured");
    }

    /// <summary>Most fail on the worst that can be measured; no solver is needed then.</summary>
    private static bool FailsAtItsWorst(CheckBench bench, Asking asking)
    {
        if (bench.IdealFor(asking) is not { } ideal) return false;
        if (asking.Form is not FindingRequirement required) return CheckBench.Verdict(IdealSituations.WithoutPrivacy(ideal).Under(bench.Policy), asking.Form) is { Outcome: Outcome.Fails };
        var name = FindingName.Of(required);
        var worst = IdealSituations.With(ideal, name, finding => finding with { Statistic = IdealSituations.Extreme(finding.Statistic, bench.Facts.Of(name.Audit, name.Measure), good: false) });
        return CheckBench.Verdict(worst.Under(bench.Policy), asking.Form) is { Outcome: Outcome.Fails };
    }
}
