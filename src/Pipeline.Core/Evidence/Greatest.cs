namespace Pipeline.Core.Evidence;

/// <summary>
/// The greatest of several true values, such as the advantages of several attacks, when all were tried. To show that none is above a
/// bound, each must be shown, and no correction is needed (Berger 1982); to show that some is above it, s of them share the error
/// (Bonferroni), since the luckiest of s is no finding.
/// </summary>
public sealed record Greatest : Statistic
{
    /// <summary>The greatest of these.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public Greatest(IReadOnlyList<Statistic> of)
    {
        if (of.Count == 0) throw new ArgumentException("The greatest of nothing.", nameof(of));
        Of = of;
    }

    /// <summary>All that were tried.</summary>
    public IReadOnlyList<Statistic> Of { get; }

    /// <inheritdoc/>
    public override string Kind => "greatest";

    /// <inheritdoc/>
    public override double Estimate => Of.Max(one => one.Estimate);

    /// <inheritdoc/>
    public override int N => Of.Min(one => one.N);

    /// <inheritdoc/>
    public override double Upper(double confidence) => Of.Max(one => one.Upper(confidence));

    /// <inheritdoc/>
    public override double Lower(double confidence) => Of.Max(one => one.Lower(Each(confidence)));

    /// <inheritdoc/>
    public override int NeededFor(double bound, double confidence) => Of.Max(one => one.NeededFor(bound, confidence));

    /// <inheritdoc/>
    public override double PValueAbove(double bound) => Of.Max(one => one.PValueAbove(bound));

    /// <inheritdoc/>
    public override double PValueBelow(double bound) => Math.Min(1, Of.Count * Of.Min(one => one.PValueBelow(bound)));

    /// <inheritdoc/>
    /// <remarks>Whichever of them it is that has the effect: the least of their powers.</remarks>
    public override double Power(double effect, double noLeak, double confidence) => Of.Min(one => one.Power(effect, noLeak, Each(confidence)));

    /// <inheritdoc/>
    public override double SmallestEffect(double noLeak, double confidence, double power) => Of.Max(one => one.SmallestEffect(noLeak, Each(confidence), power));

    /// <inheritdoc/>
    public override int NeededForPower(double effect, double noLeak, double confidence, double power) =>
        Of.Max(one => one.NeededForPower(effect, noLeak, Each(confidence), power));

    /// <inheritdoc/>
    public bool Equals(Greatest? other) => other is not null && Of.SequenceEqual(other.Of);

    /// <inheritdoc/>
    public override int GetHashCode() => Of.Aggregate(0, HashCode.Combine);

    private double Each(double confidence) => 1 - (1 - confidence) / Of.Count;
}
