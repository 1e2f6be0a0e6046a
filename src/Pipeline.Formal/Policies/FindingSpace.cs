using Pipeline.Core.Evidence;
using Pipeline.Core.Policies;
using Pipeline.Formal.Solving;

namespace Pipeline.Formal.Policies;

/// <summary>
/// What can be measured of one thing. A sample is seen through its p-values alone, one for each bound that a policy states: whatever
/// the statistic, p does not rise with the bound it is to stay below, and two opposite claims cannot both be unlikely. Whatever is
/// proved of all such p-values holds for every k of n, every mean, every curve.
/// </summary>
internal sealed class FindingSpace(Logic logic, Variables variables, FindingName name, MeasureFacts facts)
{
    private readonly SortedDictionary<double, Quantity> above = [];
    private readonly SortedDictionary<double, Quantity> below = [];
    private readonly SortedDictionary<(double Bound, double Confidence), Quantity> power = [];

    /// <summary>What it is.</summary>
    public FindingName Name { get; } = name;

    /// <summary>What is known of it.</summary>
    public MeasureFacts Facts { get; } = facts;

    /// <summary>Measured once, on this candidate, on something, and not in the future.</summary>
    public Term Usable { get; } = variables.Boolean($"{name} is usable", situation => Find(situation, name) is not null);

    /// <summary>How old it is, in ticks of 100 ns.</summary>
    public Quantity Age { get; } = variables.Rational($"age of {name}", situation => Find(situation, name) is { } found ? (situation.Now - found.MeasuredAt).Ticks : 0);

    /// <summary>It is a census.</summary>
    public Term IsCensus { get; } = variables.Boolean($"{name} is a census", situation => Find(situation, name)?.Statistic is Census);

    /// <summary>The number of a census.</summary>
    public Quantity Value { get; } = variables.Rational($"value of {name}", situation => Find(situation, name)?.Statistic is Census census ? census.Value : 0);

    /// <summary>It says what no leak would look like.</summary>
    public Term SaysNoLeak { get; } = variables.Boolean($"{name} says what no leak is", situation => Find(situation, name)?.NoLeak is not null);

    /// <summary>p-values of "the true value is above the bound", by bound.</summary>
    public IReadOnlyDictionary<double, Quantity> Above => above;

    /// <summary>p-values of "the true value is below the bound", by bound.</summary>
    public IReadOnlyDictionary<double, Quantity> Below => below;

    /// <summary>Powers, by the leak to be seen and the confidence of showing it.</summary>
    public IReadOnlyDictionary<(double Bound, double Confidence), Quantity> Power => power;

    /// <summary>What every measurement keeps to.</summary>
    public IEnumerable<Term> Rules
    {
        get
        {
            yield return logic.AtMost(logic.Rational(0), Age.Term);
            foreach (var quantity in above.Values.Concat(below.Values).Concat(power.Values))
                yield return logic.And([logic.AtMost(logic.Rational(0), quantity.Term), logic.AtMost(quantity.Term, logic.Rational(1))]);
            foreach (var (lower, higher) in above.Values.Zip(above.Values.Skip(1))) yield return logic.AtMost(higher.Term, lower.Term);
            foreach (var (lower, higher) in below.Values.Zip(below.Values.Skip(1))) yield return logic.AtMost(lower.Term, higher.Term);
            foreach (var (most, up) in above)
                foreach (var (least, down) in below.Where(pair => pair.Key > most))
                    yield return logic.AtMost(logic.Rational(1), logic.Plus(up.Term, down.Term));
            foreach (var (most, p) in above) yield return Decides(p, AtMost(most));
            foreach (var (least, p) in below) yield return Decides(p, AtLeast(least));
            foreach (var rule in OfItsUnit()) yield return rule;
            // To be surer takes power; that a greater leak is seen more easily is not so for every curve.
            foreach (var leak in power.GroupBy(pair => pair.Key.Bound))
                foreach (var (less, more) in leak.Zip(leak.Skip(1))) yield return logic.AtMost(more.Value.Term, less.Value.Term);
        }
    }

    /// <summary>It can be used, and is not older than this.</summary>
    public Term Fresh(TimeSpan most) => logic.And([Usable, logic.AtMost(Age.Term, logic.Rational(Age.Against(most.Ticks)))]);

    /// <summary>The census is at most this.</summary>
    public Term AtMost(double bound) => logic.AtMost(Value.Term, logic.Rational(Value.Against(bound)));

    /// <summary>The census is at least this.</summary>
    public Term AtLeast(double bound) => logic.AtMost(logic.Rational(Value.Against(bound)), Value.Term);

    /// <summary>The p-value of a breach of the requirement's bound; null when it names none at its end.</summary>
    public Quantity? PValue(FindingRequirement required) => required switch
    {
        { On: BoundOn.Upper, AtMost: { } most } => Known(above, most, () => variables.Rational($"p of {Name} above {most:R}", situation => Sure(Find(situation, Name)?.Statistic.PValueAbove(most)))),
        { On: BoundOn.Lower, AtLeast: { } least } => Known(below, least, () => variables.Rational($"p of {Name} below {least:R}", situation => Sure(Find(situation, Name)?.Statistic.PValueBelow(least)))),
        _ => null,
    };

    /// <summary>The power to see a leak of a size at a confidence.</summary>
    public Quantity PowerAt(double bound, double confidence) => Known(power, (bound, confidence), () => variables.Rational(
        $"power of {Name} at {bound:R} with {confidence:R}", situation => Find(situation, Name) is { NoLeak: { } noLeak } found ? Seen(found.Statistic.Power(bound, noLeak, confidence)) : 0));

    /// <summary>The one measurement that may be used, freshness aside; null when there is none.</summary>
    public static FindingSummary? Find(Situation situation, FindingName name)
    {
        var measured = situation.Evidence.Findings.Where(finding => (finding.Audit, finding.Measure, finding.Against) == (name.Audit, name.Measure, name.Against)).ToList();
        return measured is [var only] && only.Binding == situation.Evidence.Binding && only.MeasuredAt <= situation.Now && only.Statistic.N != 0 && !double.IsNaN(only.Statistic.Estimate) ? only : null;
    }

    private static Quantity Known<TKey>(SortedDictionary<TKey, Quantity> quantities, TKey key, Func<Quantity> make)
        where TKey : notnull => quantities.TryGetValue(key, out var known) ? known : quantities[key] = make();

    /// <summary>What tells nothing counts as 1, as the judge counts it. What no step of a correction could tell from 0 is 0.</summary>
    private static double Sure(double? p) => p is not { } value || double.IsNaN(value) ? 1 : value < 1e-15 ? 0 : value;

    private static double Seen(double power) => power > 0 ? power : 0;

    /// <summary>A census knows: its p is 0 where the bound holds and 1 where it does not.</summary>
    private Term Decides(Quantity p, Term holds) => logic.Implies(IsCensus, logic.And([
        logic.Implies(holds, logic.Same(p.Term, logic.Rational(0))), logic.Implies(logic.Not(holds), logic.Same(p.Term, logic.Rational(1)))]));

    private IEnumerable<Term> OfItsUnit()
    {
        if (Facts.Least is { } least) yield return AtLeast(least);
        if (Facts.Greatest is { } greatest) yield return AtMost(greatest);
        // A sample of shares never shows that there is none.
        if (Facts.Unit == MeasureUnit.Share)
            foreach (var p in above.Where(pair => pair.Key <= 0).Select(pair => pair.Value))
                yield return logic.Or([IsCensus, logic.AtMost(logic.Rational(.5), p.Term)]);
    }
}
