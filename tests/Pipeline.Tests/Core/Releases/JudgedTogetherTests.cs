using CsCheck;
using Pipeline.Core.Evidence;
using Pipeline.Core.Policies;
using Pipeline.Core.Releases;

namespace Pipeline.Tests.Core.Releases;

/// <summary>Findings judged at a confidence bound share the error that the policy allows, by Holm's procedure.</summary>
public sealed class JudgedTogetherTests
{
    private sealed class Many(Func<IEnumerable<Measurement>> measure) : Audit
    {
        public override string Name => "many";

        public override IReadOnlyList<string> Measures => [.. Enumerable.Range(0, 10).Select(i => $"m{i}")];

        protected override IEnumerable<Measurement> Measure(AuditContext context, IProgress<Pipeline.Core.StageProgress>? progress, CancellationToken cancellation) => measure();
    }

    private static IReadOnlyList<Verdict> Judge(double most, params int[] hitsOf100)
    {
        var candidate = Cases.Candidate();
        var audit = new Many(() => hitsOf100.Select((k, i) => Cases.Measured($"m{i}", new Proportion(k, 100), MeasureUnit.Share)));
        var evidence = Cases.Evidence(candidate) with { Audits = [audit.Run(Cases.Context(Cases.BindingOf(candidate)), new FixedClock(Cases.Now), null, CancellationToken.None)] };
        var asked = hitsOf100.Select((_, i) => (Requirement)(Cases.CopiedAtMost(most) with { Audit = "many", Measure = $"m{i}" }));
        return Gate.Decide(Cases.Policy([.. asked]), candidate, evidence, Cases.Facts(), Cases.Now).Verdicts;
    }

    [Fact]
    public void Shows_what_Bonferroni_would_not()
    {
        // 2 of 100 bound a share by 6.16 % at 95 %, and by 7.04 % at 97.5 %, which is where Bonferroni would judge both of two.
        Assert.Equal([Outcome.Holds, Outcome.Holds], Judge(.0617, 0, 2).Select(verdict => verdict.Outcome));
        Assert.Equal([Outcome.Fails, Outcome.Fails], Judge(.0617, 2, 2).Select(verdict => verdict.Outcome));
    }

    [Fact]
    public void Says_which_share_of_the_error_each_was_given()
    {
        var verdicts = Judge(.07, 2, 0, 0);
        Assert.Contains("1/1 of the error that 3 findings", verdicts[0].Because, StringComparison.Ordinal);
        Assert.All(verdicts.Skip(1), verdict => Assert.Contains($"at most {.0401:P2} with confidence {.98333:P2} (1/3 of the error", verdict.Because, StringComparison.Ordinal));
    }

    [Fact]
    public void What_was_never_measured_takes_its_share_all_the_same()
    {
        var candidate = Cases.Candidate();
        // 0 of 100: 2.95 % at 95 %, 3.62 % at 97.5 %.
        var alone = Gate.Decide(Cases.Policy(Cases.CopiedAtMost(.03)), candidate, Cases.Evidence(candidate), Cases.Facts(), Cases.Now);
        var besideNothing = Gate.Decide(Cases.Policy(Cases.CopiedAtMost(.03), Cases.CopiedAtMost(.03) with { Measure = "never" }), candidate, Cases.Evidence(candidate), Cases.Facts(), Cases.Now);
        Assert.Equal(Outcome.Holds, alone.Verdicts[0].Outcome);
        Assert.Equal(Outcome.Unknown, besideNothing.Verdicts[0].Outcome);
    }

    [Fact]
    public void Stricter_and_laxer_confidences_are_judged_side_by_side()
    {
        var candidate = Cases.Candidate();
        var evidence = Cases.Evidence(candidate);
        // p = .9^100 = 2.7e-5 twice: both hold, also at 99.9 %.
        var decision = Gate.Decide(Cases.Policy(Cases.CopiedAtMost(.1) with { Confidence = .999 }, Cases.CopiedAtMost(.1)), candidate, evidence, Cases.Facts(), Cases.Now);
        Assert.IsType<Approved>(decision);
        // p = .95^100 = .0059: shown at 95 % (twice .0059), never at 99.9 %.
        decision = Gate.Decide(Cases.Policy(Cases.CopiedAtMost(.05) with { Confidence = .999 }, Cases.CopiedAtMost(.05)), candidate, evidence, Cases.Facts(), Cases.Now);
        Assert.Equal([Outcome.Unknown, Outcome.Holds], decision.Verdicts.Select(verdict => verdict.Outcome));
    }

    /// <summary>
    /// The promise: where every true share is just above its bound, all that hold are wrong, and the chance of any is at most 5 %. Three
    /// standard errors of 400 tries are 3.3 points.
    /// </summary>
    [Fact]
    public void Says_of_a_breach_that_it_holds_in_at_most_one_of_twenty_cases()
    {
        var random = new Random(11);
        int Hits() => Enumerable.Range(0, 100).Count(_ => random.NextDouble() < .1001);
        var wrong = Enumerable.Range(0, 400).Count(_ => Judge(.1, Hits(), Hits(), Hits(), Hits()).Any(verdict => verdict.Outcome == Outcome.Holds));
        Assert.InRange(wrong / 400.0, 0, .05 + .033);
    }

    [Fact]
    public void More_evidence_never_turns_what_holds_into_what_does_not() =>
        Gen.Int[0, 8].Array[1, 5].Sample(hits =>
        {
            var before = Judge(.1, hits);
            for (var i = 0; i < hits.Length; i++)
            {
                if (hits[i] == 0) continue;
                var fewer = (int[])hits.Clone();
                fewer[i]--;
                var after = Judge(.1, fewer);
                for (var j = 0; j < hits.Length; j++) Assert.True(before[j].Outcome != Outcome.Holds || after[j].Outcome == Outcome.Holds);
            }
        }, iter: 60);
}
