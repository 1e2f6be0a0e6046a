using Pipeline.Core.Policies;
using Pipeline.Formal.Solving;

namespace Pipeline.Formal.Policies.Checks;

/// <summary>Every case of every classification that the policy is written for has at least one requirement on a guarantee or on overlap.</summary>
internal static class GapCheck
{
    public static CheckOutcome Run(CheckBench bench)
    {
        var protecting = bench.Formula.Forms.Where(form => form.Form is GuaranteeRequirement || (form.Form is FindingRequirement finding && bench.Facts.OverlapAudits.Contains(finding.Audit)));
        var unprotected = bench.Logic.Not(bench.Logic.Or([.. protecting.Select(form => form.Asked)]));
        var (flaws, undecided) = (new List<PolicyFlaw>(), new List<string>());
        foreach (var classification in bench.Policy.For.Order())
        {
            var (word, gap) = (classification.ToString().ToLowerInvariant(), bench.Logic.And([bench.Formula.InScope, bench.Space.Cases.IsClass(classification), unprotected]));
            switch (bench.Search.Can(gap))
            {
                case Answer.Satisfiable:
                    var shown = bench.Search.Look(gap, _ => true).Example;
                    flaws.Add(new PolicyFlaw(PolicyCheck.NoGap, bench.Policy.Require.Count > 0 ? bench.Policy.Require[0].Where : bench.Policy.Name,
                        $"A release from {word} sources{(shown is { Facts: { } facts } ? $"{Said(" for", facts.Purpose)}{Said(" to", facts.Recipient)}" : "")} is asked for no guarantee and for no overlap bound.", []));
                    break;
                case Answer.Undecided:
                    undecided.Add(word);
                    break;
            }
        }
        return new CheckOutcome(PolicyCheck.NoGap, flaws, undecided, $"proved for every case of {string.Join(", ", bench.Policy.For.Order().Select(classification => classification.ToString().ToLowerInvariant()))}");
    }

    private static string Said(string word, string? name) => name is null ? "" : $"{word} {name}";
}
