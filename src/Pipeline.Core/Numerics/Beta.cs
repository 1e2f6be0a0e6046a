namespace Pipeline.Core.Numerics;

/// <summary>The regularised incomplete beta function and its inverse, to about 1e-14.</summary>
public static class Beta
{
    /// <summary>I_x(a, b), the distribution function of Beta(a, b). Continued fraction by Lentz (Numerical Recipes, 6.4).</summary>
    public static double Cumulative(double a, double b, double x)
    {
        if (x <= 0) return 0;
        if (x >= 1) return 1;
        var front = Math.Exp(LogGamma(a + b) - LogGamma(a) - LogGamma(b) + a * Math.Log(x) + b * NearZero.LogOnePlus(-x));
        return x < (a + 1) / (a + b + 2)
            ? front * Fraction(a, b, x) / a
            : 1 - front * Fraction(b, a, 1 - x) / b;
    }

    /// <summary>The x with I_x(a, b) = p, by bisection down to neighbouring doubles.</summary>
    public static double Quantile(double a, double b, double p)
    {
        double low = 0, high = 1;
        while (true)
        {
            var middle = low + (high - low) / 2;
            if (middle <= low || middle >= high) return high;
            if (Cumulative(a, b, middle) < p) low = middle;
            else high = middle;
        }
    }

    /// <summary>ln Gamma(x) for x &gt; 0: Stirling's series after shifting x above 15.</summary>
    public static double LogGamma(double x)
    {
        var shift = 0.0;
        for (; x < 15; x++) shift -= Math.Log(x);
        var y = 1 / (x * x);
        var series = (1.0 / 12 + y * (-1.0 / 360 + y * (1.0 / 1260 + y * (-1.0 / 1680 + y * (1.0 / 1188 - y * 691 / 360360))))) / x;
        return shift + (x - .5) * Math.Log(x) - x + .5 * Math.Log(2 * Math.PI) + series;
    }

    private static double Fraction(double a, double b, double x)
    {
        const double Tiny = 1e-300;
        double c = 1, d = 1 - (a + b) * x / (a + 1);
        d = 1 / (Math.Abs(d) < Tiny ? Tiny : d);
        var h = d;
        for (var m = 1; m <= 10_000; m++)
        {
            h *= Step(m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)));
            var delta = Step(-(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)));
            h *= delta;
            if (Math.Abs(delta - 1) < 1e-16) break;
        }
        return h;

        double Step(double numerator)
        {
            d = 1 + numerator * d;
            d = 1 / (Math.Abs(d) < Tiny ? Tiny : d);
            c = 1 + numerator / c;
            if (Math.Abs(c) < Tiny) c = Tiny;
            return c * d;
        }
    }
}
