namespace Pipeline.Core.Evidence;

/// <summary>A number that is known of this candidate, such as a maximum over all its texts: a census, with no sampling error.</summary>
/// <param name="Value">The number.</param>
/// <param name="Count">How many items were looked at: all of them.</param>
public sealed record Census(double Value, int Count) : Statistic
{
    /// <inheritdoc/>
    public override string Kind => "census";

    /// <inheritdoc/>
    public override double Estimate => Value;

    /// <inheritdoc/>
    public override int N => Count;

    /// <inheritdoc/>
    public override double Upper(double confidence) => Value;

    /// <inheritdoc/>
    public override double Lower(double confidence) => Value;

    /// <inheritdoc/>
    public override int NeededFor(double bound, double confidence) => 1;

    /// <inheritdoc/>
    public override double PValueAbove(double bound) => Value <= bound ? 0 : 1;

    /// <inheritdoc/>
    public override double PValueBelow(double bound) => Value >= bound ? 0 : 1;

    /// <inheritdoc/>
    public override double Power(double effect, double noLeak, double confidence) => effect > noLeak ? 1 : 0;

    /// <inheritdoc/>
    public override double SmallestEffect(double noLeak, double confidence, double power) => noLeak;

    /// <inheritdoc/>
    public override int NeededForPower(double effect, double noLeak, double confidence, double power) => effect > noLeak ? 1 : int.MaxValue;
}
