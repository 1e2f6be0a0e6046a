using Pipeline.Core.Numerics;

namespace Pipeline.Core.Privacy.Accounting;

/// <summary>An account of which each unit met one alternative, nobody says which: the worst of them bounds all.</summary>
internal sealed class ParallelAccount(IReadOnlyList<IPrivacyAccount> alternatives) : IPrivacyAccount
{
    public Neighbours Relation => alternatives[0].Relation;

    /// <summary>Those of the alternative that is worst at delta 1e-6.</summary>
    public IReadOnlyList<PrivacyStep> Steps => alternatives.MaxBy(own => own.Epsilon(1e-6))!.Steps;

    public double Mu => alternatives.Max(own => own.Mu);

    public double Delta(double epsilon) => alternatives.Max(own => own.Delta(epsilon));

    public double Epsilon(double delta) => alternatives.Max(own => own.Epsilon(delta));

    /// <summary>The units of a group may be in different parts, so its bound goes through a chain of neighbours.</summary>
    public IPrivacyAccount ForGroupsOf(int units) =>
        units == 1 ? this : double.IsFinite(Mu) ? Gaussian(units * Mu) : new ChainAccount(this, units);

    private IPrivacyAccount Gaussian(double mu) => Relation == Neighbours.ReplaceOneUnit
        ? PrivacyAccount.Empty<ReplaceOne>().With(new GaussianLoss(mu)) : PrivacyAccount.Empty<AddOrRemove>().With(new GaussianLoss(mu));
}

/// <summary>Any account towards groups: delta_k(epsilon) = delta(epsilon/k) (e^epsilon - 1)/(e^(epsilon/k) - 1) (Vadhan 2017, Lemma 2.2).</summary>
internal sealed class ChainAccount(IPrivacyAccount single, int units) : IPrivacyAccount
{
    public Neighbours Relation => single.Relation;

    public IReadOnlyList<PrivacyStep> Steps => single.Steps;

    public double Mu => double.PositiveInfinity;

    public double Delta(double epsilon) =>
        Math.Min(1, single.Delta(epsilon / units) * (epsilon == 0 ? units : NearZero.ExpMinusOne(epsilon) / NearZero.ExpMinusOne(epsilon / units)));

    public double Epsilon(double delta)
    {
        if (delta >= 1 || Delta(0) <= delta) return 0;
        double low = 0, high = 1;
        while (Delta(high) > delta)
        {
            if (high > 500) return double.PositiveInfinity;
            high *= 2;
        }
        for (var halving = 0; halving < 50; halving++)
        {
            var middle = low + (high - low) / 2;
            if (Delta(middle) <= delta) high = middle;
            else low = middle;
        }
        return high;
    }

    public IPrivacyAccount ForGroupsOf(int more) => new ChainAccount(single, checked(units * more));
}
