using Pipeline.Core.Numerics;

namespace Pipeline.Core.Evidence;

/// <summary>k of n items have a property; bounds are Clopper-Pearson, exact for a binomial count.</summary>
public sealed record Proportion : Statistic
{
    /// <summary>k of n.</summary>
    /// <exception cref="ArgumentOutOfRangeException">k is negative or above n.</exception>
    public Proportion(int k, int n)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        ArgumentOutOfRangeException.ThrowIfNegative(k);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(k, n);
        K = k;
        N = n;
    }

    /// <summary>Items with the property.</summary>
    public int K { get; }

    /// <inheritdoc/>
    public override string Kind => "proportion";

    /// <inheritdoc/>
    public override int N { get; }

    /// <inheritdoc/>
    public override double Estimate => N == 0 ? double.NaN : (double)K / N;

    /// <inheritdoc/>
    public override double Upper(double confidence) => ClopperPearson.Upper(K, N, confidence);

    /// <inheritdoc/>
    public override double Lower(double confidence) => ClopperPearson.Lower(K, N, confidence);

    /// <inheritdoc/>
    public override int NeededFor(double bound, double confidence) => ClopperPearson.ZeroHitsNeeded(bound, confidence);

    /// <inheritdoc/>
    public override double PValueAbove(double bound) => bound >= 1 ? 0 : bound < 0 ? 1 : Binomial.AtMost(K, N, bound);

    /// <inheritdoc/>
    public override double PValueBelow(double bound) => bound <= 0 ? 0 : bound > 1 ? 1 : Binomial.AtLeast(K, N, bound);

    /// <inheritdoc/>
    public override double Power(double effect, double noLeak, double confidence) => Power(N, effect, noLeak, confidence);

    /// <inheritdoc/>
    public override double SmallestEffect(double noLeak, double confidence, double power)
    {
        var k = Telling(N, noLeak, confidence);
        return k > N ? double.PositiveInfinity : Beta.Quantile(k, N - k + 1, power);
    }

    /// <inheritdoc/>
    /// <remarks>Power rises with n in small steps of whole hits, so an n slightly above the answer may fall short of it by a little.</remarks>
    public override int NeededForPower(double effect, double noLeak, double confidence, double power)
    {
        if (effect <= noLeak) return int.MaxValue;
        if (noLeak <= 0) return ClopperPearson.ZeroHitsNeeded(effect, power);
        int low = 0, high = 1;
        while (Power(high, effect, noLeak, confidence) < power)
        {
            if (high > int.MaxValue / 4) return int.MaxValue;
            (low, high) = (high, 2 * high);
        }
        while (high - low > 1)
        {
            var middle = (low + high) / 2;
            if (Power(middle, effect, noLeak, confidence) < power) low = middle;
            else high = middle;
        }
        return high;
    }

    private static double Power(int n, double effect, double noLeak, double confidence) =>
        Binomial.AtLeast(Telling(n, noLeak, confidence), n, Math.Clamp(effect, 0, 1));

    /// <summary>The fewest hits that cannot be put down to a share of <paramref name="noLeak"/>: one, where that is 0.</summary>
    private static int Telling(int n, double noLeak, double confidence)
    {
        int low = 0, high = n + 1; // no hit at all tells nothing; n + 1 hits cannot be
        while (high - low > 1)
        {
            var middle = low + (high - low) / 2;
            if (Binomial.AtLeast(middle, n, Math.Clamp(noLeak, 0, 1)) > 1 - confidence) low = middle;
            else high = middle;
        }
        return high;
    }
}
