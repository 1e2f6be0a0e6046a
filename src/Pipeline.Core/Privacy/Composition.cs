using Pipeline.Core.Numerics;

namespace Pipeline.Core.Privacy;

/// <summary>
/// What several mechanisms on the same data prove together. Gaussian releases compose exactly, also when a later one depends
/// on what an earlier one released: mu = sqrt(sum mu_i^2) (Dong, Roth, Su 2022, Corollary 3.3), and their slacks add up.
/// </summary>
public static class Composition
{
    /// <summary>
    /// The claim on all of them together, at the largest of their deltas; null when they protect different units or use
    /// different neighbouring relations, for such bounds do not add up. One claim is itself.
    /// </summary>
    public static PrivacyClaim? Of(IReadOnlyList<PrivacyClaim> claims)
    {
        if (claims.Count == 0 || claims.Select(claim => (claim.Unit, claim.Neighbours)).Distinct().Count() > 1) return null;
        if (claims.Count == 1) return claims[0];
        var mu = Math.Sqrt(claims.Sum(claim => claim.Mu * claim.Mu));
        var (delta, slack) = (claims.Max(claim => claim.Delta), claims.Sum(claim => claim.Slack));
        return new PrivacyClaim
        {
            Mechanism = string.Join(" and ", claims.Select(claim => claim.Mechanism)),
            // A claim that bounds less than its mu says is believed: nothing is better together than its worst part.
            Epsilon = Math.Max(Epsilon(mu, delta, slack), claims.Max(claim => claim.Epsilon)),
            Delta = delta,
            Unit = claims[0].Unit,
            RecordsPerUnit = claims.Max(claim => claim.RecordsPerUnit),
            Neighbours = claims[0].Neighbours,
            Noise = Worst(claims),
            Sigmas = [.. claims.SelectMany(claim => claim.Sigmas)],
            Mu = mu,
            Slack = slack,
            Assumptions = [.. claims.SelectMany(claim => claim.Assumptions).Distinct()],
            NotCovered = [.. claims.SelectMany(claim => claim.NotCovered).Distinct()],
        };
    }

    /// <summary>
    /// The least epsilon found with delta_Gauss(epsilon) + (1 + e^epsilon) slack at most delta; infinite when the slack leaves
    /// nothing of delta. Rising from below, it is never above any epsilon that has this property.
    /// </summary>
    /// <param name="mu">Gaussian differential privacy of all releases together.</param>
    /// <param name="delta">The bound delta.</param>
    /// <param name="slack">Their <see cref="PrivacyClaim.Slack"/> together.</param>
    public static double Epsilon(double mu, double delta, double slack)
    {
        const int MostSteps = 100;
        var epsilon = GaussianPrivacy.Epsilon(mu, delta);
        for (var step = 0; slack > 0 && double.IsFinite(epsilon) && step < MostSteps; step++)
        {
            var next = GaussianPrivacy.Epsilon(mu, delta - (1 + Math.Exp(epsilon)) * slack);
            if (next <= epsilon) return epsilon;
            epsilon = next;
        }
        return slack > 0 ? double.PositiveInfinity : epsilon;
    }

    /// <summary>Where the noise of all of them comes from: what protects least counts.</summary>
    private static NoiseOrigin Worst(IReadOnlyList<PrivacyClaim> claims)
    {
        NoiseOrigin[] worstFirst = [NoiseOrigin.None, NoiseOrigin.Seeded, NoiseOrigin.OperatingSystem, NoiseOrigin.NotNeeded];
        return worstFirst.First(origin => claims.Any(claim => claim.Noise == origin));
    }
}
