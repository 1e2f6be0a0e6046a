namespace Pipeline.Core.Numerics;

/// <summary>The standard normal distribution to full double accuracy, tails included.</summary>
public static class Normal
{
    private static readonly double LogRootTwoPi = .5 * Math.Log(2 * Math.PI);

    /// <summary>The density at x.</summary>
    public static double Density(double x) => Math.Exp(-.5 * x * x - LogRootTwoPi);

    /// <summary>P[Z &lt;= x].</summary>
    public static double Cumulative(double x) =>
        x < 0 ? Density(x) * Mills(-x) : 1 - Density(x) * Mills(x);

    /// <summary>ln P[Z &lt;= x], finite for every finite x.</summary>
    public static double LogCumulative(double x) =>
        x < 0 ? -.5 * x * x - LogRootTwoPi + Math.Log(Mills(-x)) : NearZero.LogOnePlus(-Density(x) * Mills(x));

    /// <summary>
    /// Mills' ratio P[Z &gt; x] / density(x), for every x &gt; -37: the tail without its exponential, so that differences
    /// of far tails keep their digits.
    /// </summary>
    public static double Mills(double x) =>
        x < 0 ? (1 - Density(x) * Mills(-x)) / Density(x) : Math.Sqrt(Math.PI / 2) * ScaledErrorFunction.Of(x / Math.Sqrt(2));

    /// <summary>
    /// The x with P[Z &lt;= x] = p. Newton on ln P from the left: ln P is concave, so every step stays left of the root and
    /// none overshoots; the start -sqrt(-2 ln p) lies left of it because P[Z &lt;= x] &lt; e^(-x^2/2).
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">p is not within [0, 1].</exception>
    public static double Quantile(double p)
    {
        if (!(p is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(p), p, "A probability is needed.");
        if (p > .5) return -Quantile(1 - p);
        if (p == 0) return double.NegativeInfinity;
        if (p == .5) return 0;
        var logP = Math.Log(p);
        var x = -Math.Sqrt(-2 * logP);
        for (var step = 0; step < 100; step++)
        {
            var move = (logP - LogCumulative(x)) * Mills(-x);
            x += move;
            if (Math.Abs(move) <= 1e-16 * Math.Abs(x)) break;
        }
        return x;
    }
}
