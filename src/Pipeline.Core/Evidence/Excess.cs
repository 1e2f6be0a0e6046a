using Pipeline.Core.Numerics;

namespace Pipeline.Core.Evidence;

/// <summary>
/// By how much one share exceeds another, such as records of the training part found again over records of the holdout found again:
/// what occurs as often in the holdout is no leak. Bounds are Newcombe's (1998, method 10), which join an interval of each share,
/// here with the exact ends of Clopper and Pearson: wide rather than narrow, and the rule of three where no hit was seen.
/// </summary>
/// <param name="Of">The share under suspicion.</param>
/// <param name="Baseline">The share that chance explains.</param>
public sealed record Excess(Proportion Of, Proportion Baseline) : Statistic
{
    /// <inheritdoc/>
    public override string Kind => "excess";

    /// <inheritdoc/>
    public override double Estimate => Of.Estimate - Baseline.Estimate;

    /// <summary>Items on both sides together; 0 when one side is empty, for then there is nothing to compare.</summary>
    public override int N => Of.N == 0 || Baseline.N == 0 ? 0 : Of.N + Baseline.N;

    /// <inheritdoc/>
    public override double Upper(double confidence) => confidence < .5
        ? Lower(1 - confidence)
        : Estimate + Math.Sqrt(Square(Of.Upper(confidence) - Of.Estimate) + Square(Baseline.Estimate - Baseline.Lower(confidence)));

    /// <inheritdoc/>
    public override double Lower(double confidence) => confidence < .5
        ? Upper(1 - confidence)
        : Estimate - Math.Sqrt(Square(Of.Estimate - Of.Lower(confidence)) + Square(Baseline.Upper(confidence) - Baseline.Estimate));

    /// <inheritdoc/>
    public override int NeededFor(double bound, double confidence) =>
        Upper(confidence) <= bound ? 1 : Estimate < bound ? Items(N * Square((Upper(confidence) - Estimate) / (bound - Estimate))) : int.MaxValue;

    /// <inheritdoc/>
    public override double PValueAbove(double bound) => bound >= 1 ? 0 : 1 - GreatestConfidence(confidence => Upper(confidence) <= bound);

    /// <inheritdoc/>
    public override double PValueBelow(double bound) => bound <= -1 ? 0 : 1 - GreatestConfidence(confidence => Lower(confidence) >= bound);

    /// <inheritdoc/>
    /// <remarks>With the normal error of two shares, the baseline being as it was measured (half a hit more, so that it is never 0).</remarks>
    public override double Power(double effect, double noLeak, double confidence) => Power(1, effect, noLeak, confidence);

    /// <inheritdoc/>
    public override double SmallestEffect(double noLeak, double confidence, double power)
    {
        if (!(Power(1, noLeak, confidence) >= power)) return double.PositiveInfinity;
        return Bisect(noLeak, 1, effect => Power(effect, noLeak, confidence) >= power);
    }

    /// <inheritdoc/>
    /// <remarks>Both sides together, in the same ratio as here.</remarks>
    public override int NeededForPower(double effect, double noLeak, double confidence, double power)
    {
        if (effect <= noLeak || N == 0) return int.MaxValue;
        var times = 1.0;
        while (Power(times, effect, noLeak, confidence) < power)
        {
            if (times * N > int.MaxValue) return int.MaxValue;
            times *= 2;
        }
        return Items(N * Bisect(0, times, factor => Power(factor, effect, noLeak, confidence) >= power));
    }

    private double Power(double times, double effect, double noLeak, double confidence)
    {
        if (effect <= noLeak) return 0;
        var baseline = (Baseline.K + .5) / (Baseline.N + 1);
        var share = Math.Min(1, baseline + effect);
        var variance = share * (1 - share) / (times * Of.N) + baseline * (1 - baseline) / (times * Baseline.N);
        return Normal.Cumulative((effect - noLeak) / Math.Sqrt(variance) - Normal.Quantile(confidence));
    }

    /// <summary>Bounds widen with confidence, so those that hold are the lower ones.</summary>
    private static double GreatestConfidence(Func<double, bool> holds) => holds(0) ? 1 - Bisect(0, 1, error => holds(1 - error)) : 0;

    /// <summary>Where a test that is false at low and true at high turns, to twelve digits; never below it.</summary>
    private static double Bisect(double low, double high, Func<double, bool> test)
    {
        const double Digits = 1e-12, Nothing = 1e-18;
        while (high - low > Digits * high && high > Nothing)
        {
            var middle = low + (high - low) / 2;
            if (test(middle)) high = middle;
            else low = middle;
        }
        return high;
    }

    private static double Square(double x) => x * x;
}
