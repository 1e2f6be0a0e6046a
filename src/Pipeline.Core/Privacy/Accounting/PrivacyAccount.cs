namespace Pipeline.Core.Privacy.Accounting;

/// <summary>What is known of several mechanisms together, whatever their neighbouring relation.</summary>
public interface IPrivacyAccount
{
    /// <summary>The neighbouring relation.</summary>
    Neighbours Relation { get; }

    /// <summary>The losses, in a fixed order whatever the order they came in.</summary>
    IReadOnlyList<PrivacyStep> Steps { get; }

    /// <summary>Gaussian differential privacy of all together; positive infinity when not all of them are Gaussian.</summary>
    double Mu { get; }

    /// <summary>delta at an epsilon of at least 0; never below the exact value.</summary>
    double Delta(double epsilon);

    /// <summary>The least epsilon found, at least 0, whose delta is at most that given; never below the exact value. Infinite when there is none.</summary>
    double Epsilon(double delta);

    /// <summary>The same towards groups of so many units.</summary>
    IPrivacyAccount ForGroupsOf(int units);
}

/// <summary>
/// A ledger of losses under one neighbouring relation. It holds losses and not numbers, so that composing is exact, associative
/// and commutative; numbers are worked out when they are asked for: Gaussian losses exactly (Dong, Roth, Su 2022), equal pure
/// ones exactly (Kairouz, Oh, Viswanath 2015), all others from privacy loss distributions, from above.
/// </summary>
/// <typeparam name="TNeighbours">The relation; accounts of different relations do not compose, by the compiler.</typeparam>
public sealed class PrivacyAccount<TNeighbours> : IPrivacyAccount
    where TNeighbours : INeighbouringRelation
{
    private readonly IReadOnlyList<LossReading> readings;

    private PrivacyAccount(IEnumerable<PrivacyStep> steps, double slack)
    {
        Steps = [.. steps.GroupBy(step => step.Loss).Select(own => new PrivacyStep(own.Key, checked(own.Sum(step => step.Times)))).OrderBy(step => step.Loss, LossOrder.Instance)];
        Slack = slack;
        // Many selections are bounded better by concentration, few by the distribution of their losses.
        readings = Steps.Any(step => step.Loss is SelectionLoss) ? [new LossReading(Steps), new LossReading([.. Steps.Select(Concentrated)])] : [new LossReading(Steps)];
    }

    /// <inheritdoc/>
    public Neighbours Relation => TNeighbours.Relation;

    /// <inheritdoc/>
    public IReadOnlyList<PrivacyStep> Steps { get; }

    /// <summary>Total variation distance of what was released from what the losses are of; costs (1 + e^epsilon) times as much of delta.</summary>
    public double Slack { get; }

    /// <inheritdoc/>
    public double Mu => Steps.All(step => step.Loss is GaussianLoss) ? Math.Sqrt(Steps.Sum(step => step.Times * ((GaussianLoss)step.Loss).Mu * ((GaussianLoss)step.Loss).Mu)) : double.PositiveInfinity;

    /// <summary>With more runs of a mechanism.</summary>
    /// <typeparam name="TLoss">A loss that is proved for this relation.</typeparam>
    public PrivacyAccount<TNeighbours> With<TLoss>(TLoss loss, int times = 1)
        where TLoss : PrivacyLoss, IProvedFor<TNeighbours>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(times, 1);
        return new(Steps.Append(new PrivacyStep(loss, times)), Slack);
    }

    /// <summary>With more slack.</summary>
    public PrivacyAccount<TNeighbours> WithSlack(double slack)
    {
        if (!(slack >= 0)) throw new ArgumentOutOfRangeException(nameof(slack), slack, "A distance of at least 0 is needed.");
        return new(Steps, Slack + slack);
    }

    /// <summary>Both together, also when the second depends on what the first released.</summary>
    public PrivacyAccount<TNeighbours> And(PrivacyAccount<TNeighbours> other) => new(Steps.Concat(other.Steps), Slack + other.Slack);

    /// <inheritdoc/>
    public double Delta(double epsilon)
    {
        if (!(epsilon >= 0)) throw new ArgumentOutOfRangeException(nameof(epsilon), epsilon, "An epsilon of at least 0 is needed.");
        return Math.Min(1, readings.Min(reading => reading.Delta(epsilon)) + (Slack > 0 ? (1 + Math.Exp(epsilon)) * Slack : 0));
    }

    /// <inheritdoc/>
    public double Epsilon(double delta)
    {
        if (!(delta is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(delta), delta, "A probability is needed.");
        const int MostSteps = 100;
        var epsilon = readings.Min(reading => reading.Epsilon(delta));
        // What slack costs grows with epsilon. Rising from below, this is never above any epsilon that pays for it.
        for (var step = 0; Slack > 0 && double.IsFinite(epsilon); step++)
        {
            var left = delta - (1 + Math.Exp(epsilon)) * Slack;
            var next = left > 0 && step < MostSteps ? readings.Min(reading => reading.Epsilon(left)) : double.PositiveInfinity;
            if (next <= epsilon) return epsilon;
            epsilon = next;
        }
        return epsilon;
    }

    /// <summary>The same towards groups of so many units: data sets that differ in all of them.</summary>
    public PrivacyAccount<TNeighbours> ForGroupsOf(int units)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(units, 1);
        // A chain of k neighbours: distances of what was released from what was analysed are met at both ends only.
        return new(Steps.Select(step => step with { Loss = step.Loss.ForGroupsOf(units) }), Slack);
    }

    IPrivacyAccount IPrivacyAccount.ForGroupsOf(int units) => ForGroupsOf(units);

    /// <summary>As a bound for another relation; only <see cref="NeighbourConversions"/> says when that is one.</summary>
    internal PrivacyAccount<TOther> Under<TOther>()
        where TOther : INeighbouringRelation => new(Steps, Slack);

    internal static PrivacyAccount<TNeighbours> Of(IEnumerable<PrivacyStep> steps, double slack)
    {
        var all = steps.ToList();
        var stranger = all.Find(step => step.Loss is not IProvedFor<TNeighbours>);
        return stranger is null
            ? new(all, slack)
            : throw new InvalidOperationException($"The loss '{stranger.Loss.Kind}' is not proved for {TNeighbours.Relation}.");
    }

    private static PrivacyStep Concentrated(PrivacyStep step) =>
        step.Loss is SelectionLoss selection ? step with { Loss = new ZeroConcentratedLoss(Selection.Rho(selection.PureEpsilon, 1)) } : step;

    private sealed class LossOrder : IComparer<PrivacyLoss>
    {
        public static LossOrder Instance { get; } = new();

        public int Compare(PrivacyLoss? x, PrivacyLoss? y)
        {
            var kinds = string.CompareOrdinal(x!.Kind, y!.Kind);
            if (kinds != 0) return kinds;
            foreach (var (one, other) in x.Parameters.Zip(y.Parameters))
                if (one.Value.CompareTo(other.Value) is not 0 and var order) return order;
            return x.Parameters.Count - y.Parameters.Count;
        }
    }
}

/// <summary>Opens accounts.</summary>
public static class PrivacyAccount
{
    /// <summary>Nothing was released.</summary>
    public static PrivacyAccount<TNeighbours> Empty<TNeighbours>()
        where TNeighbours : INeighbouringRelation => PrivacyAccount<TNeighbours>.Of([], 0);
}

/// <summary>Where a bound under one relation is one under another, said aloud.</summary>
public static class NeighbourConversions
{
    /// <summary>
    /// Replacing a unit is removing it and adding another: a group of two. There is no way back, for a bound on replacing says
    /// nothing of adding.
    /// </summary>
    public static PrivacyAccount<ReplaceOne> AsReplaceOne(this PrivacyAccount<AddOrRemove> account) => account.ForGroupsOf(2).Under<ReplaceOne>();
}
