using Pipeline.Core.Numerics;

namespace Pipeline.Core.Privacy.Accounting;

/// <summary>
/// (epsilon, delta)-differential privacy of which no more is known: with probability delta anything, else randomised response
/// (Kairouz, Oh, Viswanath 2015).
/// </summary>
public sealed record ApproximateLoss : PrivacyLoss, IProvedFor<AddOrRemove>, IProvedFor<ReplaceOne>
{
    /// <summary>A bound as somebody stated it.</summary>
    public ApproximateLoss(double epsilon, double failure)
    {
        Need(epsilon >= 0, nameof(epsilon), "an epsilon of at least 0");
        Need(failure is > 0 and <= 1, nameof(failure), "a probability above 0");
        (Epsilon, Failure) = (epsilon, failure);
    }

    /// <summary>epsilon.</summary>
    public double Epsilon { get; }

    /// <summary>delta.</summary>
    public double Failure { get; }

    /// <inheritdoc/>
    public override string Kind => "approximate";

    internal override bool ProvesNothing => Failure >= 1 || double.IsPositiveInfinity(Epsilon);

    internal override double GreatestFinite => Epsilon;

    /// <inheritdoc/>
    public override IReadOnlyList<(string Name, double Value)> Parameters => [("epsilon", Epsilon), ("delta", Failure)];

    /// <summary>(k epsilon, delta (e^(k epsilon) - 1)/(e^epsilon - 1)) (Vadhan 2017, Lemma 2.2).</summary>
    public override PrivacyLoss ForGroupsOf(int units) =>
        new ApproximateLoss(units * Epsilon, Math.Min(1, Failure * (Epsilon == 0 ? units : NearZero.ExpMinusOne(units * Epsilon) / NearZero.ExpMinusOne(Epsilon))));

    private protected override double Profile(double epsilon, Direction direction) =>
        Failure + (1 - Failure) * -NearZero.ExpMinusOne(Math.Min(0, epsilon - Epsilon)) / (1 + Math.Exp(-Epsilon));
}

/// <summary>rho-zero-concentrated differential privacy (Bun and Steinke 2016) of which no more is known.</summary>
public sealed record ZeroConcentratedLoss : PrivacyLoss, IProvedFor<AddOrRemove>, IProvedFor<ReplaceOne>
{
    /// <summary>A bound on every Rényi divergence: order times rho.</summary>
    public ZeroConcentratedLoss(double rho)
    {
        Need(rho > 0, nameof(rho), "a positive rho");
        Rho = rho;
    }

    /// <summary>rho.</summary>
    public double Rho { get; }

    /// <inheritdoc/>
    public override string Kind => "zero-concentrated";

    internal override bool ProvesNothing => double.IsPositiveInfinity(Rho);

    /// <inheritdoc/>
    public override IReadOnlyList<(string Name, double Value)> Parameters => [("rho", Rho)];

    internal override bool Convex => false;

    /// <summary>k^2 rho (Bun and Steinke 2016, Proposition 1.9).</summary>
    public override PrivacyLoss ForGroupsOf(int units) => new ZeroConcentratedLoss((double)units * units * Rho);

    private protected override double Profile(double epsilon, Direction direction) => ZeroConcentrated.Delta(Rho, epsilon);
}

/// <summary>Rényi differential privacy at some orders (Mironov 2017) of which no more is known.</summary>
public sealed record RenyiLoss : PrivacyLoss, IProvedFor<AddOrRemove>, IProvedFor<ReplaceOne>
{
    /// <summary>Divergences at orders above 1, as many of each.</summary>
    public RenyiLoss(IReadOnlyList<double> orders, IReadOnlyList<double> divergences)
    {
        Need(orders.Count > 0 && orders.All(order => order > 1 && double.IsFinite(order)), nameof(orders), "finite orders above 1");
        Need(divergences.Count == orders.Count && divergences.All(value => value >= 0), nameof(divergences), "one divergence of at least 0 for each order");
        (Orders, Divergences) = ([.. orders], [.. divergences]);
    }

    /// <summary>Orders.</summary>
    public IReadOnlyList<double> Orders { get; }

    /// <summary>Divergences.</summary>
    public IReadOnlyList<double> Divergences { get; }

    /// <inheritdoc/>
    public override string Kind => "renyi";

    internal override bool ProvesNothing => Divergences.All(double.IsPositiveInfinity);

    /// <inheritdoc/>
    public override IReadOnlyList<(string Name, double Value)> Parameters =>
        [.. Orders.Select((order, i) => (order.ToString("R", System.Globalization.CultureInfo.InvariantCulture), Divergences[i]))];

    internal override bool Convex => false;

    /// <summary>The same runs over again: divergences add up order by order (Mironov 2017, Proposition 1).</summary>
    public RenyiLoss Times(int times) => new(Orders, [.. Divergences.Select(value => times * value)]);

    /// <inheritdoc/>
    public bool Equals(RenyiLoss? other) => other is not null && Orders.SequenceEqual(other.Orders) && Divergences.SequenceEqual(other.Divergences);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Orders.Count, Orders[0], Divergences[0]);

    private protected override double Profile(double epsilon, Direction direction) => Renyi.Delta(Orders, Divergences, epsilon);
}

/// <summary>
/// The loss towards a group of k units through a chain of k neighbours:
/// delta_k(epsilon) = delta(epsilon/k) (e^epsilon - 1)/(e^(epsilon/k) - 1) (Vadhan 2017, Lemma 2.2).
/// </summary>
internal sealed record GroupLoss(PrivacyLoss Single, int Units) : PrivacyLoss, IProvedFor<AddOrRemove>, IProvedFor<ReplaceOne>
{
    public override string Kind => "group";

    internal override bool ProvesNothing => Single.ProvesNothing;

    public override IReadOnlyList<(string Name, double Value)> Parameters => [.. Single.Parameters, ("units", Units)];

    internal override bool Convex => false;

    public override PrivacyLoss ForGroupsOf(int units) => new GroupLoss(Single, checked(Units * units));

    private protected override double Profile(double epsilon, Direction direction) =>
        Single.Delta(epsilon / Units) * (epsilon == 0 ? Units : NearZero.ExpMinusOne(epsilon) / NearZero.ExpMinusOne(epsilon / Units));
}
