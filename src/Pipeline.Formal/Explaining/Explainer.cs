using Pipeline.Core.Policies;
using Pipeline.Formal.Policies;

namespace Pipeline.Formal.Explaining;

/// <summary>
/// Says why evidence passes or fails, and what would turn it round, by asking the evaluator about evidence that differs in one thing:
/// it is a pure function, so every answer is exact.
/// </summary>
/// <param name="policy">The policy.</param>
/// <param name="facts">What is known of audits.</param>
public sealed class Explainer(Policy policy, AuditFacts facts)
{
    /// <summary>Explains a decision.</summary>
    public Explanation Explain(Situation situation)
    {
        var judged = situation.Under(policy);
        if (judged.Approves) return new Explanation(judged, [.. new Breakings(policy).Of(situation)], true);
        var mendings = new Mendings(policy, facts);
        var (changes, mended) = mendings.Of(situation);
        return new Explanation(judged, changes, mended.Under(policy).Approves);
    }
}
