using Pipeline.Core.Policies;
using Pipeline.Formal.Solving;

namespace Pipeline.Formal.Policies;

/// <summary>
/// One policy's formula, for holding it against the gate: the solver's own term is evaluated on a situation and must say what the gate
/// says. Made once for a policy and used for many situations.
/// </summary>
internal sealed class Agreement : IDisposable
{
    private readonly Logic logic = new();
    private readonly EvidenceSpace space;
    private readonly Term approves;
    private readonly Term rules;

    /// <param name="policy">The policy.</param>
    /// <param name="facts">What is known of audits.</param>
    /// <param name="units">Every number of units that will occur.</param>
    public Agreement(Policy policy, AuditFacts facts, IEnumerable<int> units)
    {
        space = new EvidenceSpace(logic, [policy], facts, units);
        approves = new PolicyFormula(logic, policy, space).Approves;
        rules = space.Rules;
    }

    /// <summary>What the formula says of a situation.</summary>
    public bool Approves(Situation situation) => space.Variables.Holds(approves, situation);

    /// <summary>Whether the situation keeps to what the solver assumes of all situations: else its proofs would not cover it.</summary>
    public bool IsWithinTheRules(Situation situation) => space.Variables.Holds(rules, situation);

    public void Dispose() => logic.Dispose();
}
