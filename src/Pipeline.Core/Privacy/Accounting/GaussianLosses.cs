using Pipeline.Core.Numerics;

namespace Pipeline.Core.Privacy.Accounting;

/// <summary>Gaussian differential privacy (Dong, Roth, Su 2022): N(0, 1) against N(mu, 1).</summary>
public sealed record GaussianLoss : PrivacyLoss, IProvedFor<AddOrRemove>, IProvedFor<ReplaceOne>
{
    /// <summary>mu = sensitivity over standard deviation; positive infinity proves nothing.</summary>
    public GaussianLoss(double mu)
    {
        Need(mu > 0, nameof(mu), "a positive mu");
        Mu = mu;
    }

    /// <summary>mu.</summary>
    public double Mu { get; }

    /// <inheritdoc/>
    public override string Kind => "gaussian";

    /// <inheritdoc/>
    public override IReadOnlyList<(string Name, double Value)> Parameters => [("mu", Mu)];

    internal override bool ProvesNothing => double.IsPositiveInfinity(Mu);

    /// <summary>k mu, exactly (Dong, Roth, Su 2022, Theorem 2.14).</summary>
    public override PrivacyLoss ForGroupsOf(int units) => new GaussianLoss(units * Mu);

    private protected override double Profile(double epsilon, Direction direction) => GaussianPrivacy.Delta(Mu, epsilon);
}

/// <summary>
/// A Gaussian release on a Poisson sample: each unit takes part with one probability, independently. N(0, s^2) against
/// (1 - q) N(0, s^2) + q N(1, s^2); proved for adding and removing only (Balle, Barthe, Gaboardi 2018; Zhu, Dong, Wang 2022).
/// </summary>
public sealed record SampledGaussianLoss : PrivacyLoss, IProvedFor<AddOrRemove>
{
    /// <summary>A sampled release.</summary>
    /// <param name="rate">q, the probability with which a unit takes part.</param>
    /// <param name="sigma">The noise multiplier: standard deviation over sensitivity.</param>
    public SampledGaussianLoss(double rate, double sigma)
    {
        Need(rate is > 0 and <= 1, nameof(rate), "a probability above 0");
        Need(sigma > 0 && double.IsFinite(sigma), nameof(sigma), "a positive, finite noise multiplier");
        (Rate, Sigma) = (rate, sigma);
    }

    /// <summary>q.</summary>
    public double Rate { get; }

    /// <summary>The noise multiplier.</summary>
    public double Sigma { get; }

    /// <inheritdoc/>
    public override string Kind => "sampled-gaussian";

    /// <inheritdoc/>
    public override IReadOnlyList<(string Name, double Value)> Parameters => [("rate", Rate), ("sigma", Sigma)];

    internal override bool Symmetric => Rate == 1;

    /// <summary>
    /// With delta_G that of the Gaussian: removal q delta_G(ln(1 + (e^epsilon - 1)/q)), and addition
    /// (1 - e^epsilon (1 - q)) delta_G(-ln((e^-epsilon - (1 - q))/q)), which is 0 from e^epsilon (1 - q) = 1 on.
    /// </summary>
    private protected override double Profile(double epsilon, Direction direction)
    {
        var mu = 1 / Sigma;
        if (direction == Direction.Remove)
        {
            // ln(1 + (e^epsilon - 1)/q), also where e^epsilon is beyond doubles.
            var inner = epsilon < 30 ? NearZero.LogOnePlus(NearZero.ExpMinusOne(epsilon) / Rate) : epsilon - Math.Log(Rate) + NearZero.LogOnePlus(-(1 - Rate) * Math.Exp(-epsilon));
            return Rate * GaussianPrivacy.Delta(mu, inner);
        }
        var share = -NearZero.ExpMinusOne(epsilon + NearZero.LogOnePlus(-Rate));
        return share <= 0 ? 0 : share * GaussianPrivacy.Delta(mu, Math.Max(0, epsilon - Math.Log(share) + Math.Log(Rate)));
    }
}
