namespace Pipeline.Core.Numerics;

/// <summary>
/// The exact privacy of Gaussian releases. mu = sensitivity / sigma; adaptive releases compose as
/// mu = sqrt(sum mu_i^2) (Dong, Roth, Su 2022); delta(epsilon) = Phi(mu/2 - epsilon/mu) - e^epsilon Phi(-mu/2 - epsilon/mu)
/// (Balle and Wang 2018, Theorem 8).
/// </summary>
public static class GaussianPrivacy
{
    /// <summary>mu of releases with these noise multipliers (standard deviation over sensitivity) together.</summary>
    public static double Compose(IEnumerable<double> sigmas) => Math.Sqrt(sigmas.Sum(sigma => 1 / (sigma * sigma)));

    /// <summary>delta at epsilon.</summary>
    public static double Delta(double mu, double epsilon) => Math.Exp(LogDelta(mu, epsilon));

    /// <summary>
    /// ln delta at epsilon, also where delta or e^epsilon leave the range of doubles. With a = mu/2 - epsilon/mu and
    /// b = a - mu, e^epsilon density(b) = density(a), so delta = density(a) (M(-a) - M(-b)) with Mills' ratio M.
    /// </summary>
    public static double LogDelta(double mu, double epsilon)
    {
        if (mu <= 0) return double.NegativeInfinity;
        if (double.IsPositiveInfinity(mu)) return 0;
        var a = mu / 2 - epsilon / mu;
        var b = -mu / 2 - epsilon / mu;
        // Where delta nears 1, its distance from 1 has the digits.
        return a > 1
            ? NearZero.LogOnePlus(-Normal.Density(a) * (Normal.Mills(a) + Normal.Mills(-b)))
            : -.5 * a * a - .5 * Math.Log(2 * Math.PI) + Math.Log(Math.Max(0, Normal.Mills(-a) - Normal.Mills(-b)));
    }

    /// <summary>The least epsilon &gt;= 0 whose delta is at most <paramref name="delta"/>: 0 when delta(0) is already, infinity for infinite mu.</summary>
    public static double Epsilon(double mu, double delta)
    {
        if (delta >= 1 || mu <= 0) return 0;
        if (delta <= 0 || double.IsPositiveInfinity(mu)) return double.PositiveInfinity;
        var target = Math.Log(delta);
        if (LogDelta(mu, 0) <= target) return 0;
        var high = 1.0;
        while (LogDelta(mu, high) > target) high *= 2;
        return Bisect(0, high, epsilon => LogDelta(mu, epsilon) <= target).High;
    }

    /// <summary>The greatest mu whose delta at <paramref name="epsilon"/> is at most <paramref name="delta"/> (Balle and Wang 2018, Algorithm 1).</summary>
    public static double Mu(double epsilon, double delta)
    {
        if (!(epsilon >= 0) || !(delta is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(epsilon), "epsilon of at least 0 and delta between 0 and 1 are needed.");
        var target = Math.Log(delta);
        double low = 1, high = 1;
        while (LogDelta(low, epsilon) > target) low /= 2;
        while (LogDelta(high, epsilon) <= target) high *= 2;
        return Bisect(low, high, mu => LogDelta(mu, epsilon) > target).Low;
    }

    /// <summary>The least standard deviation that is (epsilon, delta)-private at this sensitivity.</summary>
    public static double Sigma(double epsilon, double delta, double sensitivity = 1) => sensitivity / Mu(epsilon, delta);

    /// <summary>The best true positive rate an attack can have at a false positive rate against mu (Dong, Roth, Su 2022).</summary>
    public static double TruePositiveRate(double mu, double falsePositiveRate) =>
        Normal.Cumulative(Normal.Quantile(falsePositiveRate) + mu);

    /// <summary>The best area under the curve an attack can have against mu: Phi(mu / sqrt 2).</summary>
    public static double Auc(double mu) => Normal.Cumulative(mu / Math.Sqrt(2));

    /// <summary>Narrows to neighbouring doubles; the test is false at Low and true at High.</summary>
    private static (double Low, double High) Bisect(double low, double high, Func<double, bool> test)
    {
        while (true)
        {
            var middle = low + (high - low) / 2;
            if (middle <= low || middle >= high) return (low, high);
            if (test(middle)) high = middle;
            else low = middle;
        }
    }
}
