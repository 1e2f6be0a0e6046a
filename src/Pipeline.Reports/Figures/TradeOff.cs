namespace Pipeline.Reports.Figures;

/// <summary>
/// What Gaussian differential privacy mu means for an attacker who tells whether somebody is in the data: no test with false
/// positive rate f has a true positive rate above Phi(Phi^-1(f) + mu) (the trade-off function G_mu of Dong, Roth, Su 2022).
/// </summary>
internal static class TradeOff
{
    private static readonly double[] Lines = [.25, .5, .75], Ticks = [0, .5, 1], Named = [.01, .05];

    /// <summary>The best true positive rate at a false positive rate.</summary>
    public static double TruePositives(double mu, double falsePositives) => falsePositives switch
    {
        <= 0 => double.IsPositiveInfinity(mu) ? 1 : 0,
        >= 1 => 1,
        _ when double.IsPositiveInfinity(mu) => 1,
        _ => Cumulative(Quantile(falsePositives) + mu),
    };

    /// <summary>The curve between blind guessing and perfect recognition, with the two rates that the text names.</summary>
    public static Figure Draw(double mu)
    {
        const double Left = 46, Top = 14, Side = 210;
        double X(double share) => Left + share * Side;
        double Y(double share) => Top + (1 - share) * Side;
        var curve = Enumerable.Range(0, 101)
            .Select(step => Math.Pow(step / 100.0, 2))
            .Select(rate => (X(rate), Y(TruePositives(mu, rate))));
        return Figure.Of(290, 268, $"Trade-off curve: at 5 % false alarms an attacker recognises at most {Html.Shown.Share(TruePositives(mu, .05))}.", "trade-off",
            Figure.Box(X(0), Y(1), Side, Side, "frame"),
            Lines.Select(share => Figure.Line(X(0), Y(share), X(1), Y(share), "grid")),
            Ticks.Select(share => Figure.Text(X(0) - 8, Y(share) + 4, Html.Shown.Share(share), "tick", "end")),
            Ticks.Select(share => Figure.Text(X(share), Y(0) + 18, Html.Shown.Share(share), "tick", "middle")),
            Figure.Line(X(0), Y(0), X(1), Y(1), "guessing"),
            Figure.Text(X(.62), Y(.51), "guessing", "tick"),
            Figure.Curve(curve, "curve"),
            Named.Select(rate => Figure.Dot(X(rate), Y(TruePositives(mu, rate)), 4, "point")),
            Figure.Text(X(.5), Y(0) + 36, "false alarms", "axis", "middle"),
            Figure.Text(X(.97), Y(.06), "recognised", "axis", "end"));
    }

    /// <summary>Phi by its series near zero and its continued fraction in the tails (Abramowitz and Stegun 26.2.11 and 26.2.14).</summary>
    internal static double Cumulative(double x)
    {
        var density = Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI);
        if (Math.Abs(x) < 3)
        {
            double term = x, sum = x;
            for (var n = 1; Math.Abs(term) > 1e-17 * Math.Abs(sum); n++) sum += term *= x * x / (2 * n + 1);
            return .5 + density * sum;
        }
        var fraction = 0.0;
        for (var n = 120; n > 0; n--) fraction = n / (Math.Abs(x) + fraction);
        var tail = density / (Math.Abs(x) + fraction);
        return x < 0 ? tail : 1 - tail;
    }

    /// <summary>Phi^-1 by bisection; a report needs no more than its twelve digits.</summary>
    internal static double Quantile(double p)
    {
        double low = -40, high = 40;
        for (var step = 0; step < 80; step++)
        {
            var middle = (low + high) / 2;
            if (Cumulative(middle) < p) low = middle;
            else high = middle;
        }
        return (low + high) / 2;
    }
}
