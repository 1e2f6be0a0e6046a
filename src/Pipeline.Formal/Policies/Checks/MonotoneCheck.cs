using Pipeline.Core.Policies;
using Pipeline.Formal.Solving;

namespace Pipeline.Formal.Policies.Checks;

/// <summary>
/// Better evidence never turns approval into refusal. Two sets of evidence on one case, the second at least as good in everything; no
/// requirement may hold for the first and not for the second, judged alone. That suffices: Holm's corrected p-values do not rise when no
/// p-value does.
/// </summary>
internal static class MonotoneCheck
{
    public static CheckOutcome Run(CheckBench bench)
    {
        var logic = bench.Logic;
        var better = new EvidenceSpace(logic, [bench.Policy], bench.Facts, copy: "better ");
        var after = new PolicyFormula(logic, bench.Policy, better);
        // The same constants in both, so that every p-value and power has its twin.
        foreach (var form in after.Forms) after.MetAlone(form.Form);
        using var solver = new Solver(logic, PolicyVerifier.Patience);
        solver.Assert(logic.And([bench.Space.Rules, better.Rules, AsGood(logic, bench.Space, better)]));
        var (flaws, undecided) = (new List<PolicyFlaw>(), new List<string>());
        foreach (var (form, twin) in bench.Formula.Forms.Zip(after.Forms))
        {
            switch (solver.Check(logic.And([form.Asked, bench.Formula.MetAlone(form.Form), logic.Not(after.MetAlone(twin.Form))])))
            {
                case Answer.Satisfiable:
                    flaws.Add(new PolicyFlaw(PolicyCheck.Monotone, form.Form.Where, $"Better evidence can fail it: {form.Form.Bound}.", Flip(bench, form)));
                    break;
                case Answer.Undecided:
                    undecided.Add(form.Form.Where);
                    break;
            }
        }
        return new CheckOutcome(PolicyCheck.Monotone, flaws, undecided, "proved for each requirement on any two sets of evidence, and carried to all together by Holm's order");
    }

    private static Term AsGood(Logic logic, EvidenceSpace before, EvidenceSpace after)
    {
        var rules = before.SoundCandidate.Zip(after.SoundCandidate).Append((before.Privacy.Proved, after.Privacy.Proved)).Append((before.Privacy.SpentIsKnown, after.Privacy.SpentIsKnown))
            .Select(pair => logic.Implies(pair.Item1, pair.Item2)).ToList();
        rules.Add(Less(before.Privacy.Epsilon, after.Privacy.Epsilon));
        rules.Add(Less(before.Privacy.Delta, after.Privacy.Delta));
        rules.AddRange(before.Privacy.Curve.Values.Zip(after.Privacy.Curve.Values).Select(pair => Less(pair.First, pair.Second)));
        foreach (var (one, other) in before.Findings.Zip(after.Findings))
        {
            rules.Add(logic.And([logic.Implies(one.Usable, other.Usable), logic.Same(one.IsCensus, other.IsCensus), logic.Implies(one.SaysNoLeak, other.SaysNoLeak), Less(one.Age, other.Age)]));
            rules.AddRange(one.Power.Values.Zip(other.Power.Values).Select(pair => Less(pair.Second, pair.First)));
            rules.Add(Improves(one.Value, other.Value, one.Facts.Better));
            rules.AddRange(one.Above.Values.Zip(other.Above.Values).Select(pair => Improves(pair.First, pair.Second, one.Facts.Better)));
            rules.AddRange(one.Below.Values.Zip(other.Below.Values).Select(pair => Improves(pair.Second, pair.First, one.Facts.Better)));
        }
        return logic.And([.. rules]);

        Term Less(Quantity than, Quantity one) => logic.AtMost(one.Term, than.Term);
        Term Improves(Quantity from, Quantity to, Better way) => way switch { Better.Less => Less(from, to), Better.More => Less(to, from), _ => logic.Same(from.Term, to.Term) };
    }

    /// <summary>Evidence that is approved, and the best of its kind, which is not.</summary>
    private static IReadOnlyList<string> Flip(CheckBench bench, Asking form)
    {
        if (form.Form is not FindingRequirement required || bench.IdealFor(form) is not { } before) return [];
        var name = FindingName.Of(required);
        var after = IdealSituations.With(before, name, finding => finding with { Statistic = IdealSituations.Extreme(finding.Statistic, bench.Facts.Of(name.Audit, name.Measure), good: true) });
        return before.Under(bench.Policy).Approves && !after.Under(bench.Policy).Approves ? [.. bench.Show(before), "with better evidence:", .. bench.Show(after)] : [];
    }
}
