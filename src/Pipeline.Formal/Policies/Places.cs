using Pipeline.Formal.Solving;

namespace Pipeline.Formal.Policies;

/// <summary>Where a quantity of a model stands among the constants that policies compare it with.</summary>
/// <param name="Above">The greatest constant below it; negative infinity when there is none.</param>
/// <param name="UpTo">The least constant not below it; positive infinity when there is none.</param>
/// <param name="Exact">True when it is that constant.</param>
internal readonly record struct Place(double Above, double UpTo, bool Exact)
{
    /// <summary>The place of a quantity in the solver's model.</summary>
    public static Place Of(Solver solver, Logic logic, Quantity quantity)
    {
        var constants = quantity.Constants.ToArray();
        int low = 0, high = constants.Length;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (solver.IsTrue(logic.AtMost(quantity.Term, logic.Rational(constants[middle])))) high = middle;
            else low = middle + 1;
        }
        var above = low == 0 ? double.NegativeInfinity : constants[low - 1];
        return low == constants.Length ? new Place(above, double.PositiveInfinity, false)
            : new Place(above, constants[low], solver.IsTrue(logic.AtMost(logic.Rational(constants[low]), quantity.Term)));
    }

    /// <summary>That a quantity stands at this place, as a formula.</summary>
    public Term Holds(Logic logic, Term term)
    {
        var (above, upTo) = (Above, UpTo);
        return logic.And([double.IsInfinity(above) ? logic.True : logic.Not(logic.AtMost(term, logic.Rational(above))), double.IsInfinity(upTo) ? logic.True : logic.AtMost(term, logic.Rational(upTo))]);
    }

    /// <summary>A number at this place with as few digits as will do; a policy cannot tell it from the model's.</summary>
    /// <param name="least">Its least value.</param>
    /// <param name="greatest">Its greatest value.</param>
    /// <param name="whole">Whether it is a whole number.</param>
    public double Simple(double least, double greatest, bool whole)
    {
        if (Exact) return UpTo;
        var (low, high) = (Math.Max(Above, least), Math.Min(UpTo, greatest));
        if (whole && Math.Floor(low) + 1 < high) return Math.Floor(low) + 1;
        if (double.IsInfinity(high)) return low <= 0 ? 1 : Rounded(low * 1.25, low, high);
        if (double.IsInfinity(low)) return high > 0 ? high / 2 : high - 1;
        return low < high ? Rounded((low + high) / 2, low, high) : high;
    }

    private static double Rounded(double value, double low, double high)
    {
        for (var digits = 1; digits < 17; digits++)
            if (double.Parse(value.ToString($"G{digits}")) is var rounded && rounded > low && rounded < high) return rounded;
        return value;
    }
}
