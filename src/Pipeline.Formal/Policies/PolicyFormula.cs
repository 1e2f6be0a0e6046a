using Pipeline.Core.Policies;
using Pipeline.Formal.Solving;

namespace Pipeline.Formal.Policies;

/// <summary>A requirement in one of its forms: as written, or as an exception allows it.</summary>
/// <param name="Place">Its place in the policy.</param>
/// <param name="Form">The form.</param>
/// <param name="Asked">The cases and days in which it is asked in this form.</param>
internal sealed record Asking(int Place, Requirement Form, Term Asked);

/// <summary>
/// A policy as a formula, written from the language's semantics and not from the evaluator's code; tests hold the two together. It
/// merges fails and unknown, since both refuse.
/// </summary>
internal sealed class PolicyFormula
{
    private readonly Logic logic;
    private readonly Policy policy;
    private readonly EvidenceSpace space;

    public PolicyFormula(Logic logic, Policy policy, EvidenceSpace space)
    {
        (this.logic, this.policy, this.space) = (logic, policy, space);
        Forms = [.. policy.Require.SelectMany(FormsOf)];
        Together = [.. Forms.Where(asking => asking.Form is FindingRequirement { On: not BoundOn.Value })];
        InScope = space.Cases.Within(policy.Scope);
        AsksSomething = logic.Or([.. Forms.Select(asking => asking.Asked)]);
    }

    /// <summary>Every form of every requirement.</summary>
    public IReadOnlyList<Asking> Forms { get; }

    /// <summary>Those that are judged together.</summary>
    public IReadOnlyList<Asking> Together { get; }

    /// <summary>The policy is written for the case.</summary>
    public Term InScope { get; }

    /// <summary>It asks at least one thing of the case.</summary>
    public Term AsksSomething { get; }

    /// <summary>The policy approves.</summary>
    public Term Approves => logic.And(
    [
        .. space.SoundCandidate, InScope, AsksSomething, .. Forms.Select(asking => logic.Implies(asking.Asked, MetButForCorrection(asking.Form))),
        .. new HolmFormula(logic, space, Together).Rules,
    ]);

    /// <summary>The requirement holds when it is judged alone, with all the error that the policy allows.</summary>
    public Term MetAlone(Requirement form) => form is FindingRequirement { On: not BoundOn.Value } bounded
        ? logic.And([MetButForCorrection(form), space.Of(bounded).PValue(bounded) is { } p ? logic.AtMost(p.Term, logic.Rational(p.Against(1 - bounded.Confidence))) : logic.False])
        : MetButForCorrection(form);

    /// <summary>Everything that the requirement looks at is there and usable, and its bound is not met.</summary>
    public Term Breached(Requirement form) => form switch
    {
        GuaranteeRequirement guarantee => logic.And([guarantee.Cumulative ? space.Privacy.SpentIsKnown : space.Privacy.Proved, logic.Not(space.Privacy.Met(guarantee))]),
        FindingRequirement { On: BoundOn.Value } value => logic.And([Fresh(value), space.Of(value).IsCensus, logic.Not(Met(value with { Power = null }))]),
        FindingRequirement bounded when space.Of(bounded).PValue(bounded) is { } p => logic.And([Fresh(bounded), logic.Not(logic.AtMost(p.Term, logic.Rational(p.Against(1 - bounded.Confidence))))]),
        _ => logic.False,
    };

    private Term Fresh(FindingRequirement required) => space.Of(required).Fresh(policy.EvidenceMaximumAge);

    /// <summary>All of a requirement but the size of its p-value.</summary>
    public Term MetButForCorrection(Requirement form) => form switch
    {
        GuaranteeRequirement guarantee => space.Privacy.Met(guarantee),
        FindingRequirement finding => Met(finding),
        _ => logic.False,
    };

    private Term Met(FindingRequirement required)
    {
        var finding = space.Of(required);
        var hasBound = required switch
        {
            { On: BoundOn.Upper } => required.AtMost is not null,
            { On: BoundOn.Lower } => required.AtLeast is not null,
            _ => required.AtMost is not null || required.AtLeast is not null,
        };
        if (!hasBound) return logic.False;
        var parts = new List<Term> { finding.Fresh(policy.EvidenceMaximumAge) };
        if (required.On == BoundOn.Value)
        {
            parts.Add(finding.IsCensus);
            if (required.AtMost is { } most) parts.Add(finding.AtMost(most));
            if (required.AtLeast is { } least) parts.Add(finding.AtLeast(least));
        }
        else
        {
            finding.PValue(required);
        }
        if (required.Power is { } power) parts.Add(HasPower(required, finding, power));
        return logic.And([.. parts]);
    }

    /// <summary>Power is asked at the confidence of the first step: a matter of how many are judged together in this case.</summary>
    private Term HasPower(FindingRequirement required, FindingSpace finding, double asked)
    {
        if (required.AtMost is not { } bound) return logic.False;
        var together = logic.Count([.. Together.Select(asking => asking.Asked)]);
        var most = Math.Max(1, Together.Select(asking => asking.Place).Distinct().Count());
        var enough = Enumerable.Range(0, most + 1).Select(count =>
        {
            var power = finding.PowerAt(bound, 1 - (1 - required.Confidence) / Math.Max(1, count));
            return logic.And([logic.Same(together, logic.Whole(count)), logic.AtMost(logic.Rational(power.Against(asked)), power.Term)]);
        });
        return logic.And([finding.SaysNoLeak, logic.Or([.. enough])]);
    }

    private IEnumerable<Asking> FormsOf(Requirement required, int place)
    {
        var asked = space.Cases.MayBeWithin(required.For);
        var exceptions = required.Name is { } name ? policy.Exceptions.Where(exception => exception.Relaxes == name).ToList() : [];
        var applies = exceptions.Select(exception => logic.And([space.Cases.NotAfter(exception.Until), space.Cases.Within(exception.For)])).ToList();
        // Where several apply, none does.
        var alone = applies.Select((one, i) => logic.And([one, .. applies.Where((_, other) => other != i).Select(logic.Not)])).ToList();
        yield return new Asking(place, required, logic.And([asked, .. alone.Select(logic.Not)]));
        foreach (var (i, exception) in exceptions.Index()) yield return new Asking(place, exception.Allows, logic.And([asked, alone[i]]));
    }
}
