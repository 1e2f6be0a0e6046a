using CsCheck;
using Pipeline.Core;
using Pipeline.Core.Evidence;
using Pipeline.Core.Numerics;
using Pipeline.Core.Policies;
using Pipeline.Core.Privacy;
using Pipeline.Core.Releases;

namespace Pipeline.Tests.Core.Releases;

public sealed class GateTests
{
    private static Decision Decide(Policy policy, Candidate candidate, EvidenceFile evidence, CaseFacts? facts = null) =>
        Gate.Decide(policy, candidate, evidence, facts ?? Cases.Facts(), Cases.Now);

    private static string Reasons(Decision decision) => string.Join('\n', Assert.IsType<Refused>(decision).Reasons);

    private static Decision On(EvidenceFile evidence, Candidate candidate, params Requirement[] requirements) =>
        Decide(Cases.Policy(requirements), candidate, evidence);

    [Fact]
    public void Approves_when_every_requirement_holds()
    {
        var candidate = Cases.Candidate();
        var decision = On(Cases.Evidence(candidate), candidate, Cases.Private8, Cases.CopiedAtMost(.05), Cases.WorstAtMost(.3));
        var release = Assert.IsType<Approved>(decision).Release;
        Assert.Equal(candidate.Digest, release.CandidateDigest);
        Assert.All(decision.Verdicts, verdict => Assert.Equal(Outcome.Holds, verdict.Outcome));
    }

    [Fact]
    public void Refuses_what_no_audit_measured()
    {
        var candidate = Cases.Candidate();
        var asked = Cases.CopiedAtMost(.05) with { Audit = "membership", Measure = "advantage over holdout" };
        Assert.Contains("No audit of this run measured it", Reasons(On(Cases.Evidence(candidate), candidate, asked)), StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_when_evidence_is_for_another_candidate()
    {
        var candidate = Cases.Candidate();
        var other = Cases.Candidate(salt: "!");
        Assert.Contains("another candidate", Reasons(On(Cases.Evidence(other), candidate, Cases.Private8)), StringComparison.Ordinal);

        var mixed = Cases.Evidence(candidate) with { Audits = Cases.Evidence(other).Audits };
        Assert.Contains("measured on another", Reasons(On(mixed, candidate, Cases.CopiedAtMost(.05))), StringComparison.Ordinal);

        var borrowed = Cases.Evidence(candidate) with { Guarantees = Cases.Evidence(other).Guarantees };
        Assert.Contains("What was proved is about another", Reasons(On(borrowed, candidate, Cases.Private8)), StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_evidence_for_other_settings_or_another_source()
    {
        var candidate = Cases.Candidate();
        var binding = Cases.BindingOf(candidate);
        foreach (var foreign in new[] { binding with { Source = Digest.Of("x") }, binding with { Settings = Digest.Of("x") } })
        {
            var evidence = Cases.Evidence(candidate) with { Audits = [Cases.Audited(foreign, Cases.Now, Cases.Copied(0, 100))] };
            Assert.IsType<Refused>(On(evidence, candidate, Cases.CopiedAtMost(.05)));
        }
    }

    [Theory]
    [InlineData(-25, false)]
    [InlineData(-1, true)]
    [InlineData(1, false)]
    public void Refuses_stale_evidence_and_evidence_from_the_future(int hours, bool approved)
    {
        var candidate = Cases.Candidate();
        var evidence = Cases.Evidence(candidate) with
        {
            Audits = [Cases.Audited(Cases.BindingOf(candidate), Cases.Now.AddHours(hours), Cases.Copied(0, 100))],
        };
        Assert.Equal(approved, On(evidence, candidate, Cases.CopiedAtMost(.05)) is Approved);
    }

    [Fact]
    public void Judges_a_proportion_at_its_upper_bound_and_not_at_its_estimate()
    {
        var candidate = Cases.Candidate();
        var refused = On(Cases.Evidence(candidate, copied: 1), candidate, Cases.CopiedAtMost(.04));
        Assert.Contains("1 of 100", Reasons(refused), StringComparison.Ordinal);
        Assert.IsType<Approved>(On(Cases.Evidence(candidate, copied: 1), candidate, Cases.CopiedAtMost(.05)));
    }

    [Fact]
    public void Says_how_many_texts_it_would_take_when_the_sample_is_too_small()
    {
        var candidate = Cases.Candidate();
        var decision = On(Cases.Evidence(candidate), candidate, Cases.CopiedAtMost(.01));
        Assert.Equal(Outcome.Unknown, Assert.Single(decision.Verdicts).Outcome);
        Assert.Contains("needs n >= 299", Reasons(decision), StringComparison.Ordinal);
    }

    [Fact]
    public void Corrects_findings_that_are_judged_together()
    {
        var candidate = Cases.Candidate();
        // 0 of 100 bounds one rate by 2.95 % at 95 %, and each of two by 3.62 % at 97.5 %. A bound that is met with ease takes nothing.
        Assert.IsType<Approved>(On(Cases.Evidence(candidate), candidate, Cases.CopiedAtMost(.03)));
        Assert.IsType<Refused>(On(Cases.Evidence(candidate), candidate, Cases.CopiedAtMost(.03), Cases.CopiedAtMost(.03)));
        Assert.IsType<Approved>(On(Cases.Evidence(candidate), candidate, Cases.CopiedAtMost(.03), Cases.CopiedAtMost(.9)));
    }

    [Fact]
    public void Refuses_to_judge_an_estimate_as_if_it_were_exact()
    {
        var candidate = Cases.Candidate();
        var asked = Cases.CopiedAtMost(.5) with { On = BoundOn.Value };
        Assert.Contains("only its confidence bound", Reasons(On(Cases.Evidence(candidate), candidate, asked)), StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_an_audit_that_throws_without_repeating_its_message()
    {
        var candidate = Cases.Candidate();
        var outcome = new Cases.Reporting(() => throw new InvalidOperationException("private words"))
            .Run(Cases.Context(Cases.BindingOf(candidate)), new FixedClock(Cases.Now), null, CancellationToken.None);
        var evidence = Cases.Evidence(candidate);
        var reasons = Reasons(On(evidence with { Audits = [.. evidence.Audits, outcome] }, candidate, Cases.Private8));
        Assert.Contains("could not finish", reasons, StringComparison.Ordinal);
        Assert.DoesNotContain("private words", reasons, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_an_audit_that_was_cancelled()
    {
        var candidate = Cases.Candidate();
        var outcome = new Cases.Reporting(() => []).Run(
            Cases.Context(Cases.BindingOf(candidate)), new FixedClock(Cases.Now), null, new CancellationToken(canceled: true));
        var evidence = Cases.Evidence(candidate) with { Audits = [outcome] };
        Assert.Contains("cancelled", Reasons(On(evidence, candidate, Cases.Private8)), StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_seeded_noise_and_no_noise()
    {
        var candidate = Cases.Candidate();
        var seeded = Cases.Evidence(candidate, claim: Cases.Claim(noise: NoiseOrigin.Seeded));
        Assert.Contains("from a seed", Reasons(On(seeded, candidate, Cases.Private8)), StringComparison.Ordinal);
        var none = Cases.Evidence(candidate, claim: Cases.Claim(double.PositiveInfinity, 0, NoiseOrigin.None));
        Assert.Contains("proves no privacy", Reasons(On(none, candidate, Cases.Private8)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(8.1, 1e-4)]
    [InlineData(4, 0.0021)]
    [InlineData(double.NaN, 1e-4)]
    [InlineData(4, double.NaN)]
    public void Refuses_a_guarantee_that_is_too_weak(double epsilon, double delta)
    {
        var candidate = Cases.Candidate();
        Assert.IsType<Refused>(On(Cases.Evidence(candidate, claim: Cases.Claim(epsilon, delta)), candidate, Cases.Private8));
    }

    /// <summary>Each claim alone would pass an epsilon of 8; both together would not.</summary>
    [Fact]
    public void Holds_several_guarantees_to_their_composition_not_to_the_largest()
    {
        var candidate = Cases.Candidate();
        var each = Cases.Claim(6) with { Mu = GaussianPrivacy.Mu(6, 1e-4) };
        var one = Cases.Evidence(candidate, claim: each);
        Assert.IsType<Approved>(On(one, candidate, Cases.Private8));
        var both = one with { Guarantees = [.. one.Guarantees, Guarantee.From(Cases.Noisy(each with { Mechanism = "another" }), Cases.BindingOf(candidate))] };
        Assert.Contains("Proved only: epsilon", Reasons(On(both, candidate, Cases.Private8)), StringComparison.Ordinal);
        var cheap = each with { Mu = GaussianPrivacy.Mu(.5, 1e-4), Epsilon = .5 };
        Assert.IsType<Approved>(On(one with { Guarantees = [.. one.Guarantees, Guarantee.From(Cases.Noisy(cheap), Cases.BindingOf(candidate))] }, candidate, Cases.Private8));
        var foreign = one with { Guarantees = [.. one.Guarantees, Guarantee.From(Cases.Noisy(cheap with { Unit = "record" }), Cases.BindingOf(candidate))] };
        Assert.Contains("do not add up", Reasons(On(foreign, candidate, Cases.Private8)), StringComparison.Ordinal);
    }

    [Fact]
    public void Approves_what_no_private_record_had_a_part_in()
    {
        var candidate = Cases.Candidate();
        var nothing = Cases.Claim(0, 0, NoiseOrigin.NotNeeded) with { Mu = 0, Sigmas = [] };
        Assert.IsType<Approved>(On(Cases.Evidence(candidate, claim: nothing), candidate, Cases.Private8));
    }

    [Fact]
    public void Refuses_when_nothing_was_proved()
    {
        var candidate = Cases.Candidate();
        Assert.Contains("Nothing was proved", Reasons(On(Cases.Evidence(candidate) with { Guarantees = [] }, candidate, Cases.Private8)), StringComparison.Ordinal);
    }

    [Fact]
    public void Judges_everything_ever_spent_on_the_source()
    {
        var candidate = Cases.Candidate();
        var cumulative = Cases.Private8 with { Cumulative = true };
        Decision With(SourceSpending? spent) => Decide(Cases.Policy(cumulative), candidate, Cases.Evidence(candidate), Cases.Facts(spent));
        Assert.IsType<Approved>(With(new SourceSpending(1, 1, _ => 4)));
        Assert.IsType<Refused>(With(new SourceSpending(3, 9, _ => 9)));
        Assert.IsType<Refused>(With(new SourceSpending(3, 9, _ => double.NaN)));
        Assert.IsType<Refused>(With(null));
    }

    [Fact]
    public void Refuses_a_policy_for_other_sources_and_one_that_asks_for_nothing()
    {
        var candidate = Cases.Candidate();
        var policy = Cases.Policy(Cases.Private8) with { For = new HashSet<Classification> { Classification.Public } };
        Assert.Contains("not written for confidential", Reasons(Decide(policy, candidate, Cases.Evidence(candidate))), StringComparison.Ordinal);
        Assert.Contains("asks for nothing", Reasons(On(Cases.Evidence(candidate), candidate)), StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_an_empty_candidate()
    {
        var candidate = Cases.Candidate(0);
        Assert.Contains("holds no texts", Reasons(On(Cases.Evidence(candidate), candidate, Cases.Private8)), StringComparison.Ordinal);
    }

    [Fact]
    public void Better_evidence_never_turns_approval_into_refusal() =>
        Gen.Select(Gen.Int[0, 30], Gen.Double[0, 12], Gen.Double[.01, .5], Gen.Double[.1, 12]).Sample((copied, epsilon, most, allowed) =>
        {
            var candidate = Cases.Candidate();
            Decision At(int k, double e) => On(Cases.Evidence(candidate, k, Cases.Claim(e)), candidate,
                Cases.Private8 with { Epsilon = allowed }, Cases.CopiedAtMost(most));
            return At(copied, epsilon) is Refused || (At(Math.Max(0, copied - 1), epsilon) is Approved && At(copied, epsilon / 2) is Approved);
        }, iter: 300);

    [Fact]
    public void Decides_alike_every_time()
    {
        var candidate = Cases.Candidate();
        var evidence = Cases.Evidence(candidate);
        Assert.Equal(evidence.Digest(), Assert.IsType<Approved>(On(evidence, candidate, Cases.Private8)).Release.EvidenceDigest);
        Assert.NotEqual(evidence.Digest(), Cases.Evidence(candidate, copied: 1).Digest());
    }
}
