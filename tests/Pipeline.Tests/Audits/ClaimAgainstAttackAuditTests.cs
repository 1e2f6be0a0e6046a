using Pipeline.Audits;
using Pipeline.Core;
using Pipeline.Core.Evidence;
using Pipeline.Core.Numerics;
using Pipeline.Core.Privacy;
using Pipeline.Core.Releases;
using Pipeline.Tests.Core;

namespace Pipeline.Tests.Audits;

public sealed class ClaimAgainstAttackAuditTests
{
    /// <summary>400 of 400 told rightly: no mechanism of mu 1 lets that happen.</summary>
    private static readonly ConfusionTable sure = new(400, 0, 0, 400);

    /// <summary>What an attack on mu 1 comes to: Phi(1/2) = .69.</summary>
    private static readonly ConfusionTable fair = new(276, 124, 124, 276);

    private sealed class Attack(PrivacyClaim claim, ConfusionTable table) : IMechanismAttack
    {
        public PrivacyClaim Claim => claim;

        public AttackCounts Run(IProgress<StageProgress>? progress, CancellationToken cancellation) => new(1, table);
    }

    private static PrivacyClaim Claim(NoiseOrigin noise = NoiseOrigin.OperatingSystem) =>
        Cases.Claim(GaussianPrivacy.Epsilon(1, 1e-4), 1e-4, noise) with { Mu = 1 };

    private static Decision Decide(PrivacyClaim claim, params IMechanismAttack[] attacks)
    {
        var candidate = Cases.Candidate();
        var outcome = new ClaimAgainstAttackAudit([claim], attacks).Run(Cases.Context(Cases.BindingOf(candidate)), new FixedClock(Cases.Now), null, CancellationToken.None);
        return Gate.Decide(Cases.Policy(Cases.Private8), candidate, Cases.Evidence(candidate, claim: claim) with { Audits = [outcome] }, Cases.Facts(), Cases.Now);
    }

    private static string Reasons(Decision decision) => string.Join('\n', Assert.IsType<Refused>(decision).Reasons);

    [Fact]
    public void A_claim_that_attacks_do_not_contradict_is_approved()
    {
        var claim = Claim();
        Assert.IsType<Approved>(Decide(claim, new Attack(claim, fair)));
    }

    [Fact]
    public void A_contradiction_refuses_whatever_the_policy_asks_and_says_so()
    {
        var claim = Claim();
        Assert.Contains("The claim and the attack contradict each other: proved was epsilon", Reasons(Decide(claim, new Attack(claim, sure))), StringComparison.Ordinal);
    }

    [Fact]
    public void A_claim_that_nobody_attacks_refuses()
    {
        Assert.Contains("could not finish", Reasons(Decide(Claim())), StringComparison.Ordinal);
        // Another claim of the same name is not the one that was made.
        Assert.Contains("could not finish", Reasons(Decide(Claim(), new Attack(Claim(), fair))), StringComparison.Ordinal);
    }

    [Fact]
    public void What_claims_no_noise_is_not_attacked() =>
        Assert.All(Enum.GetValues<NoiseOrigin>(), noise =>
            Assert.Equal(noise is NoiseOrigin.OperatingSystem or NoiseOrigin.Seeded, new ClaimAgainstAttackAudit([Claim(noise)], []).IsNeeded));

    [Fact]
    public void An_attack_at_a_smaller_delta_than_the_claims_is_no_answer()
    {
        var (claim, candidate) = (Claim(), Cases.Candidate());
        var outcome = Cases.Audited(candidate, Cases.Measured("copied", new GaussianAttackBound("test", 1e-9, new AttackCounts(1, fair))));
        var decision = Gate.Decide(Cases.Policy(Cases.Private8), candidate, Cases.Evidence(candidate, claim: claim) with { Audits = [outcome] }, Cases.Facts(), Cases.Now);
        Assert.Contains("cannot be held against a claim at delta", Reasons(decision), StringComparison.Ordinal);
    }

    [Fact]
    public void Reports_both_readings_with_the_claims_numbers_in_words()
    {
        var claim = Claim();
        var audit = new ClaimAgainstAttackAudit([claim], [new Attack(claim, sure)]);
        var findings = audit.Run(Cases.Context(Cases.BindingOf(Cases.Candidate())), TimeProvider.System, null, CancellationToken.None).Findings;
        Assert.Equal(ClaimAgainstAttackAudit.MeasuresOf("test"), findings.Select(finding => finding.Measure));
        Assert.Contains("protects less than it claims", findings[0].Meaning, StringComparison.Ordinal);
        Assert.All(findings, finding => Assert.Equal(800, finding.Statistic.N));
    }

    [Fact]
    public void Has_a_page_that_explains_every_measure()
    {
        var page = File.ReadAllText(Fixtures.Shipped("audits", ClaimAgainstAttackAudit.AuditName + ".md"));
        Assert.All(ClaimAgainstAttackAudit.MeasuresOf("MECHANISM"), measure => Assert.Contains($"| `{measure}` |", page, StringComparison.Ordinal));
    }
}
