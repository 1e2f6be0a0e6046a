using Pipeline.Core.Numerics;

namespace Pipeline.Core.Evidence;

/// <summary>
/// The chance that an attack scores a member above a non-member, ties counting half: 0.5 for an attack that knows nothing. Bounds are
/// normal with DeLong's error. Where every pair is right, or every pair wrong, that error is 0 and means nothing; the pairs of
/// different people among them are then bounded as a proportion without an exception (rule of three).
/// </summary>
/// <param name="Area">The estimate.</param>
/// <param name="StandardError">DeLong's standard error.</param>
/// <param name="Members">How many members were scored.</param>
/// <param name="NonMembers">How many non-members were scored.</param>
public sealed record AreaUnderCurve(double Area, double StandardError, int Members, int NonMembers) : Statistic
{
    /// <summary>The value of an attack that knows nothing.</summary>
    public const double Chance = .5;

    /// <inheritdoc/>
    public override string Kind => "area-under-curve";

    /// <inheritdoc/>
    public override double Estimate => Area;

    /// <inheritdoc/>
    public override int N => Members + NonMembers;

    /// <summary>Pairs that share nobody.</summary>
    private int Pairs => Math.Min(Members, NonMembers);

    /// <summary>DeLong's error, or that of an attack that knows nothing where the scores show no spread at all.</summary>
    private double Error => StandardError == 0 ? Math.Sqrt((N + 1) / (12.0 * Members * NonMembers)) : StandardError;

    /// <inheritdoc/>
    public override double Upper(double confidence) =>
        Area >= 1 ? 1 : Area <= 0 ? ClopperPearson.Upper(0, Pairs, confidence) : Math.Min(1, Area + Normal.Quantile(confidence) * Error);

    /// <inheritdoc/>
    public override double Lower(double confidence) =>
        Area <= 0 ? 0 : Area >= 1 ? ClopperPearson.Lower(Pairs, Pairs, confidence) : Math.Max(0, Area - Normal.Quantile(confidence) * Error);

    /// <inheritdoc/>
    public override int NeededFor(double bound, double confidence) =>
        Upper(confidence) <= bound ? 1 : Area < bound ? Items(N * Math.Pow(Normal.Quantile(confidence) * Error / (bound - Area), 2)) : int.MaxValue;

    /// <inheritdoc/>
    public override double PValueAbove(double bound) =>
        bound >= 1 ? 0 : Area >= 1 ? 1 : Area <= 0 ? Binomial.AtMost(0, Pairs, bound) : Normal.Cumulative((Area - bound) / Error);

    /// <inheritdoc/>
    public override double PValueBelow(double bound) =>
        bound <= 0 ? 0 : Area <= 0 ? 1 : Area >= 1 ? Binomial.AtLeast(Pairs, Pairs, bound) : Normal.Cumulative((bound - Area) / Error);

    /// <inheritdoc/>
    /// <remarks>With the error that Hanley and McNeil (1982) give for an area of that size.</remarks>
    public override double Power(double effect, double noLeak, double confidence) => Power(Members, NonMembers, effect, noLeak, confidence);

    /// <inheritdoc/>
    public override double SmallestEffect(double noLeak, double confidence, double power)
    {
        if (!(Power(1, noLeak, confidence) >= power)) return double.PositiveInfinity;
        double low = noLeak, high = 1;
        for (var step = 0; step < 60; step++)
        {
            var middle = (low + high) / 2;
            if (Power(middle, noLeak, confidence) >= power) high = middle;
            else low = middle;
        }
        return high;
    }

    /// <inheritdoc/>
    /// <remarks>Members and non-members together, in the same ratio as here.</remarks>
    public override int NeededForPower(double effect, double noLeak, double confidence, double power)
    {
        if (effect <= noLeak || N == 0) return int.MaxValue;
        double low = 0, high = 1;
        while (At(high) < power)
        {
            if (high > int.MaxValue) return int.MaxValue;
            (low, high) = (high, 2 * high);
        }
        for (var step = 0; step < 60; step++)
        {
            var middle = (low + high) / 2;
            if (At(middle) < power) low = middle;
            else high = middle;
        }
        return Items(high * N);

        double At(double times) => Power(times * Members, times * NonMembers, effect, noLeak, confidence);
    }

    private static double Power(double members, double nonMembers, double effect, double noLeak, double confidence)
    {
        if (effect <= noLeak) return 0;
        if (effect >= 1) return Math.Pow(noLeak, Math.Min(members, nonMembers)) <= 1 - confidence ? 1 : 0;
        var square = effect * effect;
        var (twoMembers, twoNonMembers) = (effect / (2 - effect), 2 * square / (1 + effect));
        var variance = (effect * (1 - effect) + Math.Max(0, members - 1) * (twoMembers - square) + Math.Max(0, nonMembers - 1) * (twoNonMembers - square)) / (members * nonMembers);
        return Normal.Cumulative((effect - noLeak) / Math.Sqrt(variance) - Normal.Quantile(confidence));
    }
}
