using Pipeline.Core.Policies;
using Pipeline.Formal.Solving;

namespace Pipeline.Formal.Policies;

/// <summary>How two policies stand to each other, by what they approve.</summary>
public enum PolicyRelation
{
    /// <summary>They approve the same.</summary>
    Equivalent,

    /// <summary>The new one approves less, and nothing else.</summary>
    Stricter,

    /// <summary>The new one approves more, and all else.</summary>
    Weaker,

    /// <summary>Each approves something that the other refuses.</summary>
    Incomparable,

    /// <summary>The solver did not find out in the time it had.</summary>
    Undecided,
}

/// <summary>What one policy approves and the other refuses.</summary>
/// <param name="Example">A situation, replayed by the evaluator; null when there is none or none was found.</param>
/// <param name="Decided">Whether it is known that there is, or is not, one.</param>
/// <param name="Bounded">
/// Whether the absence of an example holds for samples of up to a million items only: p-values that no such sample has were set aside.
/// </param>
public sealed record Difference(Situation? Example, bool Decided, bool Bounded);

/// <summary>A comparison of two policies.</summary>
/// <param name="PassesNewOnly">What the new one approves and the old one refuses.</param>
/// <param name="PassesOldOnly">What the old one approves and the new one refuses.</param>
public sealed record Comparison(Difference PassesNewOnly, Difference PassesOldOnly)
{
    /// <summary>How the new policy stands to the old one.</summary>
    public PolicyRelation Relation => (PassesNewOnly.Example, PassesOldOnly.Example) switch
    {
        (not null, not null) => PolicyRelation.Incomparable,
        _ when !PassesNewOnly.Decided || !PassesOldOnly.Decided => PolicyRelation.Undecided,
        (null, null) => PolicyRelation.Equivalent,
        (null, _) => PolicyRelation.Stricter,
        _ => PolicyRelation.Weaker,
    };
}

/// <summary>Compares two policies over all evidence.</summary>
/// <param name="old">The old policy.</param>
/// <param name="changed">The new policy.</param>
/// <param name="facts">What is known of audits.</param>
/// <param name="today">The day of examples, where the day does not matter.</param>
public sealed class PolicyComparison(Policy old, Policy changed, AuditFacts facts, DateTimeOffset today)
{
    /// <summary>Over every case.</summary>
    /// <exception cref="Core.Inputs.BadInputException">The solver's library is missing.</exception>
    public Comparison Everywhere() => Compare(inBoth: false);

    /// <summary>Over the cases that both are written for; null when there are none.</summary>
    /// <exception cref="Core.Inputs.BadInputException">The solver's library is missing.</exception>
    public Comparison? WhereBothApply() => old.Scope.Meets(changed.Scope) ? Compare(inBoth: true) : null;

    /// <summary>Whether the policies are written for the same cases.</summary>
    public bool HaveOneScope => old.Scope.IsWithin(changed.Scope) && changed.Scope.IsWithin(old.Scope);

    private Comparison Compare(bool inBoth)
    {
        using var logic = new Logic();
        var space = new EvidenceSpace(logic, [old, changed], facts);
        var (before, after) = (new PolicyFormula(logic, old, space), new PolicyFormula(logic, changed, space));
        var (oldApproves, newApproves) = (before.Approves, after.Approves);
        var where = inBoth ? logic.And([before.InScope, after.InScope]) : logic.True;
        using var search = new ExampleSearch(logic, space, today, PolicyVerifier.Patience);
        return new Comparison(
            Look(logic.And([where, newApproves, logic.Not(oldApproves)]), changed, old),
            Look(logic.And([where, oldApproves, logic.Not(newApproves)]), old, changed));

        Difference Look(Term goal, Policy approving, Policy refusing) => Shown(
            search.Look(goal, situation => situation.Under(approving).Approves && !situation.Under(refusing).Approves, before.InScope, after.InScope));
    }

    private static Difference Shown(Found found) => new(found.Example, found.Answer != Answer.Undecided, found.RuledOut > 0);
}
