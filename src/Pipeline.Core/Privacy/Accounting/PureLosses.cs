using Pipeline.Core.Numerics;

namespace Pipeline.Core.Privacy.Accounting;

/// <summary>
/// Pure differential privacy of which no more is known. Randomised response with this epsilon dominates every such mechanism
/// (Kairouz, Oh, Viswanath 2015).
/// </summary>
public sealed record PureLoss : PrivacyLoss, IProvedFor<AddOrRemove>, IProvedFor<ReplaceOne>
{
    /// <summary>A loss of at most epsilon, always.</summary>
    public PureLoss(double epsilon)
    {
        Need(epsilon > 0, nameof(epsilon), "a positive epsilon");
        PureEpsilon = epsilon;
    }

    /// <inheritdoc/>
    public override double PureEpsilon { get; }

    /// <inheritdoc/>
    public override string Kind => "pure";

    internal override bool ProvesNothing => double.IsPositiveInfinity(PureEpsilon);

    /// <inheritdoc/>
    public override IReadOnlyList<(string Name, double Value)> Parameters => [("epsilon", PureEpsilon)];

    /// <inheritdoc/>
    public override PrivacyLoss ForGroupsOf(int units) => new PureLoss(units * PureEpsilon);

    private protected override double Profile(double epsilon, Direction direction) =>
        -NearZero.ExpMinusOne(Math.Min(0, epsilon - PureEpsilon)) / (1 + Math.Exp(-PureEpsilon));
}

/// <summary>Laplace noise: delta(epsilon) = 1 - e^((epsilon - epsilon_0)/2) below epsilon_0 = sensitivity / scale, else 0.</summary>
public sealed record LaplaceLoss : PrivacyLoss, IProvedFor<AddOrRemove>, IProvedFor<ReplaceOne>
{
    /// <summary>Noise of a scale on a value of an L1 sensitivity.</summary>
    public LaplaceLoss(double scale, double sensitivity = 1)
    {
        Need(scale > 0, nameof(scale), "a positive scale");
        Need(sensitivity > 0, nameof(sensitivity), "a positive sensitivity");
        PureEpsilon = sensitivity / scale;
    }

    /// <inheritdoc/>
    public override double PureEpsilon { get; }

    /// <inheritdoc/>
    public override string Kind => "laplace";

    internal override bool ProvesNothing => double.IsPositiveInfinity(PureEpsilon);

    /// <inheritdoc/>
    public override IReadOnlyList<(string Name, double Value)> Parameters => [("scale", 1 / PureEpsilon)];

    /// <summary>The same noise against a sensitivity k times as large.</summary>
    public override PrivacyLoss ForGroupsOf(int units) => new LaplaceLoss(1 / PureEpsilon, units);

    private protected override double Profile(double epsilon, Direction direction) => -NearZero.ExpMinusOne(Math.Min(0, (epsilon - PureEpsilon) / 2));
}

/// <summary>Randomised response over k categories: the truth with one probability, else one of the others, all alike.</summary>
public sealed record RandomizedResponseLoss : PrivacyLoss, IProvedFor<ReplaceOne>
{
    /// <summary>An answer that is true with a probability.</summary>
    public RandomizedResponseLoss(int categories, double truth)
    {
        Need(categories >= 2, nameof(categories), "two categories or more");
        Need(truth is > 0 and < 1, nameof(truth), "a probability between 0 and 1");
        (Categories, Truth) = (categories, truth);
    }

    /// <summary>k.</summary>
    public int Categories { get; }

    /// <summary>The probability of the truth.</summary>
    public double Truth { get; }

    /// <summary>ln(p (k - 1)/(1 - p)); where lies are likelier than the truth, its opposite.</summary>
    public override double PureEpsilon => Math.Abs(Math.Log(Truth * (Categories - 1) / (1 - Truth)));

    /// <inheritdoc/>
    public override string Kind => "randomized-response";

    /// <inheritdoc/>
    public override IReadOnlyList<(string Name, double Value)> Parameters => [("categories", Categories), ("truth", Truth)];

    /// <summary>An answer is one unit's own, so a group answers with as many: k epsilon of pure privacy bounds them.</summary>
    public override PrivacyLoss ForGroupsOf(int units) => units == 1 ? this : new PureLoss(units * PureEpsilon);

    private protected override double Profile(double epsilon, Direction direction)
    {
        var lie = (1 - Truth) / (Categories - 1);
        return Math.Max(Truth, lie) * -NearZero.ExpMinusOne(Math.Min(0, epsilon - PureEpsilon));
    }
}

/// <summary>
/// The exponential mechanism, and report-noisy-max with Gumbel noise: its losses span a range of at most epsilon
/// (bounded range; Durfee and Rogers 2019). Worst over where that range lies:
/// delta(epsilon) = (1 - e^((epsilon - epsilon_0)/2))^2 / (1 - e^-epsilon_0) (Dong, Durfee, Rogers 2020).
/// </summary>
public sealed record SelectionLoss : PrivacyLoss, IProvedFor<AddOrRemove>, IProvedFor<ReplaceOne>
{
    /// <summary>A selection that is epsilon-differentially private.</summary>
    public SelectionLoss(double epsilon)
    {
        Need(epsilon > 0, nameof(epsilon), "a positive epsilon");
        PureEpsilon = epsilon;
    }

    /// <inheritdoc/>
    public override double PureEpsilon { get; }

    /// <inheritdoc/>
    public override string Kind => "selection";

    internal override bool ProvesNothing => double.IsPositiveInfinity(PureEpsilon);

    /// <inheritdoc/>
    public override IReadOnlyList<(string Name, double Value)> Parameters => [("epsilon", PureEpsilon)];

    /// <summary>Ranges add up as epsilons do.</summary>
    public override PrivacyLoss ForGroupsOf(int units) => new SelectionLoss(units * PureEpsilon);

    private protected override double Profile(double epsilon, Direction direction)
    {
        var root = NearZero.ExpMinusOne(Math.Min(0, (epsilon - PureEpsilon) / 2));
        return root * root / -NearZero.ExpMinusOne(-PureEpsilon);
    }
}
