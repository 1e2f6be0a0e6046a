using Pipeline.Core.Numerics;

namespace Pipeline.Core.Privacy.Accounting;

/// <summary>What rho-zero-concentrated differential privacy says of epsilon and delta.</summary>
public static class ZeroConcentrated
{
    /// <summary>rho + 2 sqrt(rho ln(1/delta)) (Bun and Steinke 2016, Proposition 1.3): simple, and never the least.</summary>
    public static double EpsilonSimple(double rho, double delta) => rho + 2 * Math.Sqrt(rho * Math.Log(1 / delta));

    /// <summary>e^(-(epsilon - rho)^2 / (4 rho)) above rho, else 1: the same read the other way.</summary>
    public static double DeltaSimple(double rho, double epsilon) => epsilon <= rho ? 1 : Math.Exp(-(epsilon - rho) * (epsilon - rho) / (4 * rho));

    /// <summary>
    /// The conversion of <see cref="Renyi.Epsilon"/> at its best real order, at least 0. Its slope in the order a has the sign
    /// of rho (a - 1)^2 + ln(delta a), which rises through 0 once.
    /// </summary>
    public static (double Epsilon, double Order) Epsilon(double rho, double delta)
    {
        var order = 1 + Root(gap => rho * gap * gap + Math.Log(delta) + NearZero.LogOnePlus(gap), 1 + 2 * Math.Sqrt(Math.Log(1 / delta) / rho));
        var epsilon = order * rho + NearZero.LogOnePlus(-1 / order) - (Math.Log(delta) + Math.Log(order)) / (order - 1);
        return (Math.Max(0, epsilon), order);
    }

    /// <summary>
    /// inf over orders a of e^((a - 1)(a rho - epsilon)) / (a - 1) (1 - 1/a)^a (Canonne, Kamath, Steinke 2020, Corollary 13); the
    /// slope (2a - 1) rho - epsilon + ln(1 - 1/a) rises through 0 once.
    /// </summary>
    public static double Delta(double rho, double epsilon)
    {
        var gap = Root(g => (2 * g + 1) * rho - epsilon + Math.Log(g / (1 + g)), (epsilon + rho + 2) / (2 * rho) + 2);
        return Math.Min(1, Math.Exp(gap * ((1 + gap) * rho - epsilon) - Math.Log(gap) + (1 + gap) * Math.Log(gap / (1 + gap))));
    }

    private static double Root(Func<double, double> rising, double high)
    {
        var low = 0.0;
        while (true)
        {
            var middle = low + (high - low) / 2;
            if (middle <= low || middle >= high) return high;
            if (rising(middle) > 0) high = middle;
            else low = middle;
        }
    }
}
