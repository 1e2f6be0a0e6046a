using Pipeline.Formal.Solving;

namespace Pipeline.Formal.Policies.Checks;

/// <summary>Each requirement is asked of some case that the policy is written for.</summary>
internal static class ReachableCheck
{
    public static CheckOutcome Run(CheckBench bench)
    {
        var (flaws, undecided) = (new List<PolicyFlaw>(), new List<string>());
        foreach (var asking in bench.Policy.Require.Select((required, place) => (required, place)))
        {
            var forms = bench.Formula.Forms.Where(form => form.Place == asking.place).Select(form => form.Asked);
            switch (bench.Search.Can(bench.Logic.And([bench.Formula.InScope, bench.Logic.Or([.. forms])])))
            {
                case Answer.Unsatisfiable:
                    flaws.Add(new PolicyFlaw(PolicyCheck.Reachable, asking.required.Where, $"It is asked of no case: the policy is for {Words(bench)}, and this for {asking.required.For.Words}.", []));
                    break;
                case Answer.Undecided:
                    undecided.Add(asking.required.Where);
                    break;
            }
        }
        return new CheckOutcome(PolicyCheck.Reachable, flaws, undecided, "for each requirement the solver found a case");
    }

    private static string Words(CheckBench bench) => bench.Policy.Scope.Words is { Length: > 0 } words ? words : "every case";
}
