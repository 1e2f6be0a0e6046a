using Pipeline.Formal.Solving;

namespace Pipeline.Formal.Policies.Checks;

/// <summary>Some evidence satisfies the policy: a policy that nothing can meet teaches people to go around it.</summary>
internal static class SatisfiableCheck
{
    public static CheckOutcome Run(CheckBench bench)
    {
        if (bench.Approved is not null) return Passed(bench);
        var found = bench.Search.Look(bench.Approves, situation => situation.Under(bench.Policy).Approves);
        return found switch
        {
            { Example: not null } => Passed(bench),
            { Answer: Answer.Unsatisfiable } => new CheckOutcome(PolicyCheck.Satisfiable, [new PolicyFlaw(PolicyCheck.Satisfiable, Where(bench), Because(bench, found), Closest(bench))], [], ""),
            _ => new CheckOutcome(PolicyCheck.Satisfiable, [], ["whether any evidence satisfies the policy"], ""),
        };
    }

    private static CheckOutcome Passed(CheckBench bench) => new(PolicyCheck.Satisfiable, [], [],
        bench.LeastTexts is { } texts ? $"the evaluator approves an example; with no hit anywhere, {texts} texts are enough and fewer are not" : "the evaluator approves an example");

    private static string Where(CheckBench bench) => bench.Policy.Require.Count == 0 ? bench.Policy.Name : bench.Policy.Require[0].Where;

    private static string Because(CheckBench bench, Found found) =>
        $"No evidence satisfies the policy{(found.RuledOut > 0 ? $", on up to {SampleSearch.MostItems:N0} texts" : "")}: {(bench.Policy.Require.Count == 0 ? "it asks for nothing." : "its bounds cannot hold together.")}";

    /// <summary>The best evidence there could be, and what is still missing.</summary>
    private static IReadOnlyList<string> Closest(CheckBench bench) =>
        bench.Ideal.Cases.Select(found => bench.Ideal.In(found, SampleSearch.MostItems)).MinBy(situation => situation.Under(bench.Policy).Reasons.Count) is { } best ? bench.Show(best) : [];
}
