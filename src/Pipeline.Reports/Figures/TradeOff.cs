using Pipeline.Core.Numerics;

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
        _ => GaussianPrivacy.TruePositiveRate(mu, falsePositives),
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
}
