namespace Pipeline.Core.Evidence;

/// <summary>
/// The advantage of a membership attack, 2 AUC - 1: the chance that it scores a member above a non-member, less the chance of the
/// opposite. 0 for an attack that knows nothing, and no threshold had to be chosen for it.
/// </summary>
/// <param name="Of">The area under the attack's curve.</param>
public sealed record Advantage(AreaUnderCurve Of) : Statistic
{
    /// <inheritdoc/>
    public override string Kind => "advantage";

    /// <inheritdoc/>
    public override double Estimate => FromArea(Of.Estimate);

    /// <inheritdoc/>
    public override int N => Of.N;

    /// <inheritdoc/>
    public override double Upper(double confidence) => FromArea(Of.Upper(confidence));

    /// <inheritdoc/>
    public override double Lower(double confidence) => FromArea(Of.Lower(confidence));

    /// <inheritdoc/>
    public override int NeededFor(double bound, double confidence) => Of.NeededFor(ToArea(bound), confidence);

    /// <inheritdoc/>
    public override double PValueAbove(double bound) => Of.PValueAbove(ToArea(bound));

    /// <inheritdoc/>
    public override double PValueBelow(double bound) => Of.PValueBelow(ToArea(bound));

    /// <inheritdoc/>
    public override double Power(double effect, double noLeak, double confidence) => Of.Power(ToArea(effect), ToArea(noLeak), confidence);

    /// <inheritdoc/>
    public override double SmallestEffect(double noLeak, double confidence, double power) => FromArea(Of.SmallestEffect(ToArea(noLeak), confidence, power));

    /// <inheritdoc/>
    public override int NeededForPower(double effect, double noLeak, double confidence, double power) =>
        Of.NeededForPower(ToArea(effect), ToArea(noLeak), confidence, power);

    private static double FromArea(double area) => 2 * area - 1;

    private static double ToArea(double advantage) => (advantage + 1) / 2;
}
