using Pipeline.Core.Numerics;

namespace Pipeline.Core.Privacy.Accounting;

/// <summary>What k runs of pure differential privacy prove together, each epsilon, adaptively.</summary>
public static class PureComposition
{
    /// <summary>k epsilon, with delta 0.</summary>
    public static double Basic(double epsilon, int times) => epsilon * times;

    /// <summary>
    /// epsilon sqrt(2 k ln(1/delta)) + k epsilon (e^epsilon - 1) (Dwork, Rothblum, Vadhan 2010). It may be worse than the basic
    /// bound.
    /// </summary>
    public static double Advanced(double epsilon, int times, double delta) =>
        epsilon * Math.Sqrt(2 * times * Math.Log(1 / delta)) + times * epsilon * NearZero.ExpMinusOne(epsilon);

    /// <summary>
    /// The exact delta of k runs (Kairouz, Oh, Viswanath 2015, Theorem 3.3), reached by randomised response:
    /// sum over i of C(k, i) p^i (1 - p)^(k - i) (1 - e^(epsilon - (2i - k) epsilon_0))+ with p = 1/(1 + e^-epsilon_0).
    /// </summary>
    public static double Delta(double each, int times, double epsilon)
    {
        var (logTrue, logFalse) = (-NearZero.LogOnePlus(Math.Exp(-each)), -each - NearZero.LogOnePlus(Math.Exp(-each)));
        var (sum, logChoose) = (0.0, 0.0);
        for (var i = 0; i <= times; i++)
        {
            if (i > 0) logChoose += Math.Log((times - i + 1.0) / i);
            var over = epsilon - (2.0 * i - times) * each;
            if (over < 0) sum += Math.Exp(logChoose + i * logTrue + (times - i) * logFalse) * -NearZero.ExpMinusOne(over);
        }
        return Math.Min(1, sum);
    }

    /// <summary>The least epsilon, at least 0, whose exact delta is at most that given.</summary>
    public static double Optimal(double each, int times, double delta)
    {
        if (Delta(each, times, 0) <= delta) return 0;
        double low = 0, high = each * times;
        while (true)
        {
            var middle = low + (high - low) / 2;
            if (middle <= low || middle >= high) return high;
            if (Delta(each, times, middle) <= delta) high = middle;
            else low = middle;
        }
    }
}

/// <summary>The exponential mechanism (McSherry and Talwar 2007).</summary>
public static class Selection
{
    /// <summary>Pr of each candidate, proportional to e^(c u) with c = epsilon / (2 sensitivity), or epsilon / sensitivity for monotone utilities.</summary>
    public static double[] Probabilities(IReadOnlyList<double> utilities, double epsilon, double sensitivity, bool monotone)
    {
        var rate = 1 / GumbelScale(epsilon, sensitivity, monotone);
        var best = utilities.Max();
        var weights = utilities.Select(utility => Math.Exp(rate * (utility - best))).ToArray();
        var total = weights.Sum();
        return Array.ConvertAll(weights, weight => weight / total);
    }

    /// <summary>The scale of Gumbel noise with which report-noisy-max is the same mechanism.</summary>
    public static double GumbelScale(double epsilon, double sensitivity, bool monotone) => (monotone ? 1 : 2) * sensitivity / epsilon;

    /// <summary>rho of k selections by their bounded range: k epsilon^2 / 8 (Cesar and Rogers 2021).</summary>
    public static double Rho(double epsilon, int times) => times * epsilon * epsilon / 8;
}
