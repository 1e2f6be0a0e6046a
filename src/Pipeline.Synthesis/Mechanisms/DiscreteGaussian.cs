namespace Pipeline.Synthesis.Mechanisms;

/// <summary>
/// Exact samples of the discrete Gaussian N_Z(0, s^2), P[k] proportional to e^(-k^2 / 2 s^2), by integer arithmetic alone:
/// no floating-point number is involved, so none can leak (Mironov 2012). Canonne, Kamath and Steinke, "The Discrete
/// Gaussian for Differential Privacy" (2020), Algorithms 1 to 3, with their t = s.
/// </summary>
public static class DiscreteGaussian
{
    /// <summary>The greatest scale: beyond it the 128-bit integers of the rejection step could overflow.</summary>
    public const long GreatestScale = 1L << 40;

    /// <summary>One sample.</summary>
    /// <param name="scale">s, 1 to 2^40. The standard deviation is s to within e^(-2 pi^2 s^2).</param>
    /// <param name="noise">Random bits.</param>
    public static long Sample(long scale, INoiseSource noise)
    {
        if (scale is < 1 or > GreatestScale) throw new ArgumentOutOfRangeException(nameof(scale), scale, "A scale of 1 to 2^40 is needed.");
        while (true)
        {
            var laplace = DiscreteLaplace(scale, noise);
            // e^(-|y|/s) e^(-(|y|-s)^2 / 2s^2) is proportional to e^(-y^2 / 2s^2).
            var away = (UInt128)Math.Abs(Math.Abs(laplace) - scale);
            if (BernoulliExp(checked(away * away), 2 * (UInt128)scale * (UInt128)scale, noise)) return laplace;
        }
    }

    /// <summary>P[k] proportional to e^(-|k| / scale): their Algorithm 2 with s = 1.</summary>
    private static long DiscreteLaplace(long scale, INoiseSource noise)
    {
        while (true)
        {
            var rest = (long)noise.Below((UInt128)scale);
            if (!BernoulliExp((UInt128)rest, (UInt128)scale, noise)) continue;
            long whole = 0;
            while (BernoulliExpOne(noise)) whole++;
            var magnitude = checked(rest + scale * whole);
            var negative = noise.Coin();
            if (negative && magnitude == 0) continue; // else zero would come up twice as often
            return negative ? -magnitude : magnitude;
        }
    }

    /// <summary>True with probability e^(-numerator / denominator): their Algorithm 1.</summary>
    private static bool BernoulliExp(UInt128 numerator, UInt128 denominator, INoiseSource noise)
    {
        for (; numerator > denominator; numerator -= denominator)
            if (!BernoulliExpOne(noise)) return false;
        // P[the first failure is at k] makes odd k come up with probability e^-x (von Neumann).
        UInt128 k = 1;
        while (noise.Below(checked(denominator * k)) < numerator) k++;
        return UInt128.IsOddInteger(k);
    }

    private static bool BernoulliExpOne(INoiseSource noise) => BernoulliExp(1, 1, noise);
}
