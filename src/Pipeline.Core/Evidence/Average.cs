using Pipeline.Core.Numerics;

namespace Pipeline.Core.Evidence;

/// <summary>A mean with its standard error; bounds are normal, so n should be some dozens at least.</summary>
/// <param name="Mean">The mean.</param>
/// <param name="StandardError">Standard deviation of the mean.</param>
/// <param name="Count">How many items it was taken over.</param>
public sealed record Average(double Mean, double StandardError, int Count) : Statistic
{
    /// <inheritdoc/>
    public override string Kind => "average";

    /// <inheritdoc/>
    public override double Estimate => Mean;

    /// <inheritdoc/>
    public override int N => Count;

    /// <inheritdoc/>
    public override double Upper(double confidence) => Mean + Normal.Quantile(confidence) * StandardError;

    /// <inheritdoc/>
    public override double Lower(double confidence) => Mean - Normal.Quantile(confidence) * StandardError;

    /// <inheritdoc/>
    public override int NeededFor(double bound, double confidence) =>
        Upper(confidence) <= bound ? 1 : Mean < bound ? Scaled(Normal.Quantile(confidence), bound - Mean) : int.MaxValue;

    /// <inheritdoc/>
    public override double PValueAbove(double bound) => StandardError == 0 ? Mean <= bound ? 0 : 1 : Normal.Cumulative((Mean - bound) / StandardError);

    /// <inheritdoc/>
    public override double PValueBelow(double bound) => StandardError == 0 ? Mean >= bound ? 0 : 1 : Normal.Cumulative((bound - Mean) / StandardError);

    /// <inheritdoc/>
    public override double Power(double effect, double noLeak, double confidence) =>
        effect <= noLeak ? 0 : StandardError == 0 ? 1 : Normal.Cumulative((effect - noLeak) / StandardError - Normal.Quantile(confidence));

    /// <inheritdoc/>
    public override double SmallestEffect(double noLeak, double confidence, double power) =>
        noLeak + (Normal.Quantile(confidence) + Normal.Quantile(power)) * StandardError;

    /// <inheritdoc/>
    public override int NeededForPower(double effect, double noLeak, double confidence, double power) =>
        effect <= noLeak ? int.MaxValue : Scaled(Normal.Quantile(confidence) + Normal.Quantile(power), effect - noLeak);

    /// <summary>The n at which so many standard errors are so much: they shrink with the square root of n.</summary>
    private int Scaled(double errors, double distance) => Items(Count * Math.Pow(errors * StandardError / distance, 2));
}
