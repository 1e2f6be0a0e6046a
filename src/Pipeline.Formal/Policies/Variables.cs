using Pipeline.Formal.Solving;

namespace Pipeline.Formal.Policies;

/// <summary>A rational number of the evidence, with every constant that a policy compares it with.</summary>
/// <param name="Term">Its name in formulas.</param>
/// <param name="Value">Its value in a situation.</param>
internal sealed record Quantity(Term Term, Func<Situation, double> Value)
{
    private readonly SortedSet<double> constants = [];

    /// <summary>The constants, ascending: only the place among them can matter to a policy.</summary>
    public IReadOnlyCollection<double> Constants => constants;

    /// <summary>Remembers a constant.</summary>
    public double Against(double constant)
    {
        constants.Add(constant);
        return constant;
    }
}

/// <summary>The variables of formulas, with what each is in a situation.</summary>
/// <param name="logic">What formulas are made of.</param>
/// <param name="copy">Stands before the names of evidence, so that two copies of it can be compared in one case.</param>
internal sealed class Variables(Logic logic, string copy)
{
    private readonly List<(Term Name, Func<Situation, Term> Value)> all = [];

    /// <summary>A truth value.</summary>
    public Term Boolean(string name, Func<Situation, bool> value)
    {
        var term = logic.BooleanNamed(copy + name);
        all.Add((term, situation => logic.Boolean(value(situation))));
        return term;
    }

    /// <summary>A whole number of the case, which every copy of the evidence shares.</summary>
    public Term Whole(string name, Func<Situation, long> value)
    {
        var term = logic.WholeNamed(name);
        all.Add((term, situation => logic.Whole(value(situation))));
        return term;
    }

    /// <summary>A rational number.</summary>
    public Quantity Rational(string name, Func<Situation, double> value)
    {
        var quantity = new Quantity(logic.RationalNamed(copy + name), value);
        all.Add((quantity.Term, situation => logic.Rational(value(situation))));
        return quantity;
    }

    /// <summary>The truth of a formula in a situation.</summary>
    public bool Holds(Term formula, Situation situation) =>
        logic.Truth(formula, [.. all.Select(variable => variable.Name)], [.. all.Select(variable => variable.Value(situation))])
        ?? throw new InvalidOperationException("A formula names something that is no variable of the evidence.");
}
