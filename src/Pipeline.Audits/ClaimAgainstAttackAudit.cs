using Pipeline.Core;
using Pipeline.Core.Evidence;
using Pipeline.Core.Privacy;

namespace Pipeline.Audits;

/// <summary>
/// Asks whether a mechanism protects as it claims: attacks it on made-up data and bounds epsilon from below. A mechanism that claims
/// noise and that nobody attacks fails the audit. The gate refuses by itself where a bound contradicts its claim.
/// </summary>
public sealed class ClaimAgainstAttackAudit : Audit
{
    /// <summary>The name policies use.</summary>
    public const string AuditName = "claim-against-attack";

    private const double ShownConfidence = .95;

    private readonly IReadOnlyList<PrivacyClaim> claims;
    private readonly IReadOnlyList<IMechanismAttack> attacks;

    /// <summary>Holds the claims of a run against attacks on its mechanisms.</summary>
    /// <param name="claims">Everything that was claimed.</param>
    /// <param name="attacks">One for every mechanism that adds noise.</param>
    public ClaimAgainstAttackAudit(IReadOnlyList<PrivacyClaim> claims, IReadOnlyList<IMechanismAttack> attacks)
    {
        (this.claims, this.attacks) = (claims, attacks);
        Measures = [.. attacks.SelectMany(attack => MeasuresOf(attack.Claim.Mechanism))];
    }

    /// <summary>False where no claim rests on noise.</summary>
    public bool IsNeeded => attacks.Count > 0 || claims.Any(IsAttackable);

    /// <inheritdoc/>
    public override string Name => AuditName;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Measures { get; }

    /// <summary>What it reports of a mechanism.</summary>
    public static IReadOnlyList<string> MeasuresOf(string mechanism) => [WithGaussian(mechanism), WithoutGaussian(mechanism)];

    /// <summary>Whether a claim rests on noise, so that it can be attacked: not where nothing private took part, nor where nothing is claimed.</summary>
    public static bool IsAttackable(PrivacyClaim claim) => claim.Noise is NoiseOrigin.OperatingSystem or NoiseOrigin.Seeded;

    /// <inheritdoc/>
    protected override IEnumerable<Measurement> Measure(AuditContext context, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        // The very claim must be attacked: another of the same name could promise more.
        if (claims.Any(claim => IsAttackable(claim) && !attacks.Any(attack => ReferenceEquals(attack.Claim, claim))))
            throw new InvalidOperationException("A claim is not attacked.");
        foreach (var attack in attacks)
        {
            var (claim, counts) = (attack.Claim, attack.Run(progress, cancellation));
            var (gaussian, table) = (new GaussianAttackBound(claim.Mechanism, claim.Delta, counts), new TableAttackBound(claim.Mechanism, claim.Delta, counts));
            var right = counts.Table.TruePositives + counts.Table.TrueNegatives;
            var told = $"In {gaussian.N} runs on made-up data an attacker told {right} times rightly whether {(counts.Group == 1 ? "a canary was" : $"a group of {counts.Group} canaries was")} in";
            yield return Bound(WithGaussian(claim.Mechanism), gaussian,
                $"{told}: epsilon is at least {gaussian.Lower(ShownConfidence):0.00} with confidence {ShownConfidence:P0}; claimed is {claim.Epsilon:0.00} at delta {claim.Delta:G3}. {(gaussian.Lower(EpsilonLowerBound.ContradictionConfidence) > claim.Epsilon ? "The mechanism protects less than it claims." : "Nothing speaks against the claim.")}");
            yield return Bound(WithoutGaussian(claim.Mechanism), table,
                $"{told}: whatever the form of the noise, epsilon is at least {table.Lower(ShownConfidence):0.00} with confidence {ShownConfidence:P0}.");
        }
    }

    private static Measurement Bound(string measure, EpsilonLowerBound bound, string meaning) => new()
    {
        Measure = measure,
        Against = Against.CandidateAlone,
        Statistic = bound,
        Meaning = meaning,
        Unit = MeasureUnit.Number,
    };

    private static string WithGaussian(string mechanism) => $"epsilon lower bound of {mechanism}";

    private static string WithoutGaussian(string mechanism) => $"epsilon lower bound of {mechanism} whatever its noise";
}
