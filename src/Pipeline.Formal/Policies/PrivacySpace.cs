using Pipeline.Core.Policies;
using Pipeline.Core.Privacy;
using Pipeline.Formal.Solving;

namespace Pipeline.Formal.Policies;

/// <summary>
/// What can be proved. Of the release: whether anything is, and (epsilon, delta) of all guarantees composed. Of all releases: any
/// privacy curve, one epsilon for each delta that a policy looks at, and never more at a greater delta. Which accountant draws the curve
/// does not matter.
/// </summary>
internal sealed class PrivacySpace
{
    private readonly Logic logic;
    private readonly CaseSpace cases;
    private readonly Variables variables;
    private readonly SortedDictionary<double, Quantity> curve = [];

    public PrivacySpace(Logic logic, Variables variables, CaseSpace cases)
    {
        (this.logic, this.variables, this.cases) = (logic, variables, cases);
        Proved = variables.Boolean("proved", situation => Claim(situation) is { } claim && claim.Noise != NoiseOrigin.None && claim.Epsilon < double.PositiveInfinity && claim.Delta < double.PositiveInfinity);
        Epsilon = variables.Rational("epsilon", situation => Claim(situation)?.Epsilon ?? 0);
        Delta = variables.Rational("delta", situation => Claim(situation)?.Delta ?? 0);
        SpentIsKnown = variables.Boolean("spent is known", situation => situation.Facts.Spent is not null);
    }

    /// <summary>Guarantees are about this candidate, compose, and are finite.</summary>
    public Term Proved { get; }

    /// <summary>Epsilon of the release.</summary>
    public Quantity Epsilon { get; }

    /// <summary>Delta of the release.</summary>
    public Quantity Delta { get; }

    /// <summary>The ledger says what was spent.</summary>
    public Term SpentIsKnown { get; }

    /// <summary>Epsilon of all releases, by delta.</summary>
    public IReadOnlyDictionary<double, Quantity> Curve => curve;

    /// <summary>What every proof keeps to.</summary>
    public IEnumerable<Term> Rules =>
    [
        AtLeastZero(Epsilon.Term), AtLeastZero(Delta.Term), .. curve.Values.Select(epsilon => AtLeastZero(epsilon.Term)),
        .. curve.Values.Zip(curve.Values.Skip(1)).Select(pair => logic.AtMost(pair.Second.Term, pair.First.Term)),
    ];

    /// <summary>A requirement on privacy holds.</summary>
    public Term Met(GuaranteeRequirement required) => required.Cumulative
        ? logic.And([SpentIsKnown, AtDelta(required.Delta, delta => AtMost(OfAll(delta), required.Epsilon))])
        : logic.And([Proved, AtDelta(required.Delta, delta => AtMost(Delta, delta)), AtMost(Epsilon, required.Epsilon)]);

    private Term AtMost(Quantity quantity, double bound) => logic.AtMost(quantity.Term, logic.Rational(quantity.Against(bound)));

    /// <summary>1/n is one number for each number of units.</summary>
    private Term AtDelta(double? delta, Func<double, Term> holds) => delta is { } asked
        ? holds(asked)
        : logic.And([.. cases.Units.Select((units, place) => logic.Implies(cases.HasUnits(place), holds(OneOver(units))))]);

    private static double OneOver(int units) => units > 0 ? 1.0 / units : 0;

    private Quantity OfAll(double delta)
    {
        if (curve.TryGetValue(delta, out var known)) return known;
        // At delta 0 an accountant need have no answer; nobody asks it unless there are no units.
        return curve[delta] = variables.Rational($"epsilon of all releases at {delta:R}",
            situation => situation.Facts.Spent is not { } spent ? 0 : delta > 0 || situation.Facts.Units <= 0 ? spent.EpsilonAt(delta) : double.PositiveInfinity);
    }

    private Term AtLeastZero(Term term) => logic.AtMost(logic.Rational(0), term);

    private static PrivacyClaim? Claim(Situation situation)
    {
        var proved = situation.Evidence.Guarantees.Where(guarantee => guarantee.Binding == situation.Evidence.Binding).Select(guarantee => guarantee.Claim).ToList();
        return proved.Count == 0 || proved.Exists(claim => double.IsNaN(claim.Epsilon) || !(claim.Delta is >= 0 and <= 1)) ? null : Composition.Of(proved);
    }
}
