using Pipeline.Core.Numerics;

namespace Pipeline.Core.Privacy.Accounting;

/// <summary>Rényi differential privacy: of sampled Gaussian releases, and what it says of epsilon and delta.</summary>
public static class Renyi
{
    /// <summary>
    /// The divergence of one Gaussian release on a Poisson sample, for adding and removing (Mironov, Talwar, Zhang 2019):
    /// ln E[((1 - q) + q e^((2x - 1)/(2 s^2)))^order] / (order - 1) over x ~ N(0, s^2). As E[g] = 1 for the base g, what is
    /// summed is g^order - 1 - order (g - 1), which keeps the digits where the divergence is small.
    /// </summary>
    /// <param name="rate">q.</param>
    /// <param name="sigma">The noise multiplier s.</param>
    /// <param name="order">Order, above 1. At whole orders the binomial sum, at others the trapezoid rule, which converges exponentially here.</param>
    public static double SampledGaussian(double rate, double sigma, double order)
    {
        if (!(order > 1)) throw new ArgumentOutOfRangeException(nameof(order), order, "An order above 1 is needed.");
        if (rate == 0) return 0;
        if (rate == 1) return order / (2 * sigma * sigma);
        var excess = order == Math.Floor(order) ? Binomial(rate, sigma, (int)order) : Integral(rate, sigma, order);
        // ln(1 + e^excess)
        return (excess > 30 ? excess + NearZero.LogOnePlus(Math.Exp(-excess)) : NearZero.LogOnePlus(Math.Exp(excess))) / (order - 1);
    }

    /// <summary>The least epsilon of Mironov 2017, Proposition 3: divergence + ln(1/delta)/(order - 1), and its order.</summary>
    public static (double Epsilon, double Order) EpsilonMironov(IReadOnlyList<double> orders, IReadOnlyList<double> divergences, double delta) =>
        orders.Zip(divergences, (order, value) => (value + Math.Log(1 / delta) / (order - 1), order)).Min();

    /// <summary>The least epsilon of Canonne, Kamath, Steinke 2020, Proposition 12, at least 0, and its order.</summary>
    public static (double Epsilon, double Order) Epsilon(IReadOnlyList<double> orders, IReadOnlyList<double> divergences, double delta)
    {
        var (epsilon, best) = orders.Zip(divergences, (order, value) =>
            (value + NearZero.LogOnePlus(-1 / order) - (Math.Log(delta) + Math.Log(order)) / (order - 1), order)).Min();
        return (Math.Max(0, epsilon), best);
    }

    /// <summary>The same conversion read the other way: the least delta at an epsilon of at least 0.</summary>
    public static double Delta(IReadOnlyList<double> orders, IReadOnlyList<double> divergences, double epsilon) =>
        Math.Min(1, Math.Exp(orders.Zip(divergences, (order, value) =>
            (order - 1) * (value - epsilon + NearZero.LogOnePlus(-1 / order)) - Math.Log(order)).Min()));

    /// <summary>ln sum over k of at least 2 of C(a, k) (1-q)^(a-k) q^k (e^((k^2-k)/(2s^2)) - 1): the terms of k = 0 and 1 are nothing.</summary>
    private static double Binomial(double q, double s, int order)
    {
        var terms = new double[order - 1];
        var choose = Math.Log(order);
        for (var k = 2; k <= order; k++)
        {
            choose += Math.Log((order - k + 1.0) / k);
            var y = (k * (double)k - k) / (2 * s * s);
            terms[k - 2] = choose + (order - k) * NearZero.LogOnePlus(-q) + k * Math.Log(q) + (y > 30 ? y + NearZero.LogOnePlus(-Math.Exp(-y)) : Math.Log(NearZero.ExpMinusOne(y)));
        }
        return LogSum(terms);
    }

    private static double Integral(double q, double s, double order)
    {
        // The base has its nearest zero pi s^2 off the real axis, so the rule's error is about e^(-2 pi^2 s^2 / step).
        var step = Math.Min(s, s * s) / 16;
        var (from, to) = (-14 * s, order + 14 * s);
        var terms = new double[(int)Math.Ceiling((to - from) / step) + 1];
        for (var i = 0; i < terms.Length; i++)
        {
            var x = from + i * step;
            var exponent = (2 * x - 1) / (2 * s * s);
            var log = exponent < 30
                ? NearZero.LogOnePlus(q * NearZero.ExpMinusOne(exponent))
                : exponent + Math.Log(q) + NearZero.LogOnePlus((1 - q) / q * Math.Exp(-exponent));
            terms[i] = -x * x / (2 * s * s) + LogRest(order, log);
        }
        return LogSum(terms) + Math.Log(step / (s * Math.Sqrt(2 * Math.PI)));
    }

    /// <summary>ln(g^a - 1 - a (g - 1)) from ln g; the difference is never negative (Bernoulli).</summary>
    private static double LogRest(double order, double log)
    {
        var y = order * log;
        if (y > 30) return y + NearZero.LogOnePlus(-(1 + order * NearZero.ExpMinusOne(log)) * Math.Exp(-y));
        // Near g = 1 by its series, where the difference would cancel.
        var u = NearZero.ExpMinusOne(log);
        var rest = Math.Abs(u) < 1e-4
            ? order * (order - 1) / 2 * u * u * (1 + (order - 2) / 3 * u * (1 + (order - 3) / 4 * u * (1 + (order - 4) / 5 * u)))
            : NearZero.ExpMinusOne(y) - order * u;
        return rest > 0 ? Math.Log(rest) : double.NegativeInfinity;
    }

    private static double LogSum(double[] terms)
    {
        var greatest = terms.Max();
        return double.IsNegativeInfinity(greatest) ? greatest : greatest + Math.Log(terms.Sum(term => Math.Exp(term - greatest)));
    }
}
