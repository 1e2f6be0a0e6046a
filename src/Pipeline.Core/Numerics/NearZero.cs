namespace Pipeline.Core.Numerics;

/// <summary>Logarithm and exponential near zero without cancellation (Kahan); the framework's own LogP1 and ExpM1 lose every digit there.</summary>
public static class NearZero
{
    /// <summary>ln(1 + x).</summary>
    public static double LogOnePlus(double x)
    {
        var u = 1 + x;
        return u == 1 ? x : double.IsInfinity(u) ? u : Math.Log(u) * x / (u - 1);
    }

    /// <summary>e^x - 1.</summary>
    public static double ExpMinusOne(double x)
    {
        var u = Math.Exp(x);
        if (u == 1) return x;
        var difference = u - 1;
        return difference == -1 || double.IsInfinity(u) ? difference : difference * x / Math.Log(u);
    }
}
