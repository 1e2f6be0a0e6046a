using Pipeline.Core.Policies;
using Pipeline.Formal.Solving;

namespace Pipeline.Formal.Policies;

/// <summary>
/// The cases and days there are: classification, purpose and recipient (one that some policy names, another, or unstated), the day,
/// and the number of units.
/// </summary>
internal sealed class CaseSpace
{
    private const int Unstated = 0, Another = 1, FirstNamed = 2;

    private readonly Logic logic;
    private readonly List<string> purposes;
    private readonly List<string> recipients;
    private readonly Term classification;
    private readonly Term purpose;
    private readonly Term recipient;
    private readonly Term day;
    private readonly Term units;

    public CaseSpace(Logic logic, Variables variables, IReadOnlyList<Policy> policies, IEnumerable<int> unitsToo)
    {
        this.logic = logic;
        var scopes = policies.SelectMany(policy => policy.Require.Select(required => required.For).Concat(policy.Exceptions.Select(exception => exception.For)).Append(policy.Scope)).ToList();
        purposes = Names(scopes.Select(scope => scope.Purposes));
        recipients = Names(scopes.Select(scope => scope.Recipients));
        Units = UnitsOf(policies, unitsToo);
        LastDays = [.. policies.SelectMany(policy => policy.Exceptions).Select(exception => exception.Until).Distinct().Order()];
        classification = variables.Whole("classification", situation => (int)situation.Facts.Classification);
        purpose = variables.Whole("purpose", situation => Code(purposes, situation.Facts.Purpose));
        recipient = variables.Whole("recipient", situation => Code(recipients, situation.Facts.Recipient));
        day = variables.Whole("day", situation => DateOnly.FromDateTime(situation.Now.UtcDateTime).DayNumber);
        units = variables.Whole("units", situation => Units.ToList().IndexOf(Math.Max(0, situation.Facts.Units)));
    }

    /// <summary>
    /// Numbers of units, one at least for every order in which 1/n can stand to the deltas that policies state: on both sides of each,
    /// and at it. No policy can tell other numbers from these.
    /// </summary>
    public IReadOnlyList<int> Units { get; }

    /// <summary>The last days of exceptions, ascending.</summary>
    public IReadOnlyList<DateOnly> LastDays { get; }

    /// <summary>What every case keeps to.</summary>
    public IEnumerable<Term> Rules =>
    [
        Between(classification, 0, (int)Enum.GetValues<Classification>().Max()), Between(purpose, 0, FirstNamed + purposes.Count - 1),
        Between(recipient, 0, FirstNamed + recipients.Count - 1), Between(units, 0, Units.Count - 1), Between(day, 0, DateOnly.MaxValue.DayNumber),
    ];

    /// <summary>The case lies within a scope, for certain.</summary>
    public Term Within(Scope scope) => logic.And([OfClass(scope), Stated(scope.Purposes, purposes, purpose, unstated: false), Stated(scope.Recipients, recipients, recipient, unstated: false)]);

    /// <summary>The case may lie within a scope: nothing that it states lies outside.</summary>
    public Term MayBeWithin(Scope scope) => logic.And([OfClass(scope), Stated(scope.Purposes, purposes, purpose, unstated: true), Stated(scope.Recipients, recipients, recipient, unstated: true)]);

    /// <summary>The day has not passed.</summary>
    public Term NotAfter(DateOnly last) => logic.AtMost(day, logic.Whole(last.DayNumber));

    /// <summary>The number of units is the one at this place of <see cref="Units"/>.</summary>
    public Term HasUnits(int place) => logic.Same(units, logic.Whole(place));

    /// <summary>The classification of the source.</summary>
    public Term IsClass(Classification wanted) => logic.Same(classification, logic.Whole((int)wanted));

    /// <summary>The day is this one.</summary>
    public Term IsDay(DateOnly wanted) => logic.Same(day, logic.Whole(wanted.DayNumber));

    /// <summary>What an everyday case is like, one wish after the other: nothing unstated that need not be, nothing that no policy names.</summary>
    public IEnumerable<Term> Plain => [logic.Same(purpose, logic.Whole(Unstated)), logic.Same(recipient, logic.Whole(Unstated)), logic.Not(logic.Same(purpose, logic.Whole(Another))), logic.Not(logic.Same(recipient, logic.Whole(Another)))];

    /// <summary>The case of a model.</summary>
    public (Classification Classification, int Units, string? Purpose, string? Recipient, DateOnly Day) Of(Solver model)
    {
        int Value(Term term) => int.Parse(model.Fraction(term));
        return ((Classification)Value(classification), Units[Value(units)], Name(purposes, Value(purpose)), Name(recipients, Value(recipient)), DateOnly.FromDayNumber(Value(day)));
    }

    private Term OfClass(Scope scope) => scope.Classifications is not { } classes ? logic.True : logic.Or([.. classes.Select(IsClass)]);

    private Term Stated(IReadOnlySet<string>? allowed, List<string> names, Term variable, bool unstated)
    {
        if (allowed is null) return logic.True;
        var codes = allowed.Select(name => Code(names, name));
        return logic.Or([.. (unstated ? codes.Append(Unstated) : codes).Select(code => logic.Same(variable, logic.Whole(code)))]);
    }

    private Term Between(Term variable, int least, int most) => logic.And([logic.AtMost(logic.Whole(least), variable), logic.AtMost(variable, logic.Whole(most))]);

    private static int Code(List<string> names, string? name) => name is null ? Unstated : names.IndexOf(name) is >= 0 and var i ? FirstNamed + i : Another;

    private static string? Name(List<string> names, int code) => code switch { Unstated => null, Another => "something-else", _ => names[code - FirstNamed] };

    private static List<string> Names(IEnumerable<IReadOnlySet<string>?> sets) => [.. sets.OfType<IReadOnlySet<string>>().SelectMany(names => names).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    private static List<int> UnitsOf(IReadOnlyList<Policy> policies, IEnumerable<int> unitsToo)
    {
        const int Usual = 500;
        var deltas = policies.SelectMany(policy => policy.Require.Concat(policy.Exceptions.Select(exception => exception.Allows))).OfType<GuaranteeRequirement>()
            .Select(required => required.Delta).OfType<double>().Where(delta => delta > 0).Select(delta => 1 / delta).Where(n => n < int.MaxValue - 2).Distinct();
        return [.. deltas.SelectMany(n => Enumerable.Range(-1, 4).Select(step => (int)Math.Floor(n) + step)).Where(n => n > 0).Concat([0, 1]).Prepend(Usual).Concat(unitsToo.Select(n => Math.Max(0, n))).Distinct()];
    }
}
