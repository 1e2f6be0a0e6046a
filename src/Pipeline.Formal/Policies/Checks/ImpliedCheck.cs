using Pipeline.Core.Policies;
using Pipeline.Formal.Solving;

namespace Pipeline.Formal.Policies.Checks;

/// <summary>
/// No requirement follows from the others. Each is judged alone here, without the correction: a requirement that follows asks nothing new
/// and still takes its part of the error that findings judged together may spend.
/// </summary>
internal static class ImpliedCheck
{
    public static CheckOutcome Run(CheckBench bench)
    {
        var (flaws, undecided) = (new List<PolicyFlaw>(), new List<string>());
        foreach (var (place, required) in bench.Policy.Require.Index())
        {
            // What nobody else asks about can be missing while all others hold.
            if (!bench.Policy.Require.Where((_, other) => other != place).Any(other => SameSubject(required, other))) continue;
            var forms = bench.Formula.Forms.Where(form => form.Place == place).ToList();
            var others = bench.Formula.Forms.Where(form => form.Place != place).Select(form => bench.Logic.Implies(form.Asked, bench.Formula.MetAlone(form.Form)));
            var missed = bench.Logic.Or([.. forms.Select(form => bench.Logic.And([form.Asked, bench.Logic.Not(bench.Formula.MetAlone(form.Form))]))]);
            switch (bench.Search.Can(bench.Logic.And([bench.Formula.InScope, missed, .. others])))
            {
                case Answer.Unsatisfiable:
                    flaws.Add(new PolicyFlaw(PolicyCheck.NotImplied, required.Where,
                        $"It follows from the others and asks nothing new: {required.Bound}.{(required is FindingRequirement { On: not BoundOn.Value } ? " Judged together with them it still costs them part of the error." : "")} See {Source(bench, place, required)}.", []));
                    break;
                case Answer.Undecided:
                    undecided.Add(required.Where);
                    break;
            }
        }
        return new CheckOutcome(PolicyCheck.NotImplied, flaws, undecided, "each requirement has a subject of its own, or the solver found evidence that meets all others and not it");
    }

    private static bool SameSubject(Requirement one, Requirement other) => (one, other) switch
    {
        (GuaranteeRequirement a, GuaranteeRequirement b) => a.Cumulative == b.Cumulative,
        (FindingRequirement a, FindingRequirement b) => FindingName.Of(a) == FindingName.Of(b),
        _ => false,
    };

    private static string Source(CheckBench bench, int place, Requirement required) =>
        string.Join(" and ", bench.Policy.Require.Where((other, i) => i != place && SameSubject(required, other)).Select(other => other.Where));
}
