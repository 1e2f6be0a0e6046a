using Pipeline.Core.Policies;
using Pipeline.Formal.Solving;

namespace Pipeline.Formal.Policies;

/// <summary>
/// Holm's procedure as a formula. The corrected p-value of a requirement is at most alpha exactly when, for every j, either its own p is at
/// most alpha/j or at most j - 1 of all p are above alpha/j; so no order needs to be guessed, and how many are asked need not be known.
/// (The corrected value is the greatest of t times the number of p at or above t, over the p-values t up to its own.)
/// </summary>
internal sealed class HolmFormula(Logic logic, EvidenceSpace space, IReadOnlyList<Asking> together)
{
    /// <summary>What must hold so that every requirement asked is shown, given that each was measured.</summary>
    public IEnumerable<Term> Rules
    {
        get
        {
            var bounded = together.Select(asking => (asking.Asked, Form: (FindingRequirement)asking.Form))
                .Select(one => (one.Asked, P: space.Of(one.Form).PValue(one.Form), Alpha: 1 - one.Form.Confidence)).Where(one => one.P is not null).ToList();
            var most = together.Select(asking => asking.Place).Distinct().Count();
            var alphas = bounded.Select(one => one.Alpha).Distinct().ToList();
            foreach (var alpha in alphas)
            {
                for (var j = 1; j <= most; j++)
                {
                    var step = StepOf(alpha, j);
                    var above = bounded.Select(one => logic.And([one.Asked, logic.Not(logic.AtMost(one.P!.Term, logic.Rational(one.P.Against(step))))])).ToList();
                    var few = logic.AtMost(logic.Count([.. above]), logic.Whole(j - 1));
                    yield return alphas.Count == 1 ? few : logic.Implies(logic.Or([.. above.Where((_, i) => bounded[i].Alpha == alpha)]), few);
                }
            }
        }
    }

    /// <summary>The greatest double whose product with j, rounded as the procedure rounds it, is at most alpha.</summary>
    public static double StepOf(double alpha, int j)
    {
        var step = alpha / j;
        while (step * j > alpha) step = Math.BitDecrement(step);
        while (Math.BitIncrement(step) * j <= alpha) step = Math.BitIncrement(step);
        return step;
    }
}
