using Pipeline.Core.Evidence;
using Pipeline.Core.Policies;
using Pipeline.Core.Releases;

namespace Pipeline.Tests.Core.Releases;

/// <summary>A policy may ask that a measurement could have seen a leak as great as its bound; a lucky small sample then does not pass.</summary>
public sealed class PowerTests
{
    private static Verdict Judge(Measurement measured, double power, double most, int others = 0)
    {
        var candidate = Cases.Candidate();
        var evidence = Cases.Evidence(candidate) with { Audits = [Cases.Audited(candidate, measured)] };
        var asked = Cases.CopiedAtMost(most) with { Measure = measured.Measure, Power = power };
        // Others that nothing was measured for take their share of the error all the same.
        Requirement[] all = [asked, .. Enumerable.Range(0, others).Select(i => Cases.CopiedAtMost(.5) with { Audit = $"other {i}" })];
        return Gate.Decide(Cases.Policy(all), candidate, evidence, Cases.Facts(), Cases.Now).Verdicts[0];
    }

    private static Measurement Advantage(double area, double error, int members, int nonMembers) =>
        Cases.Measured("worst", new Advantage(new AreaUnderCurve(area, error, members, nonMembers)), MeasureUnit.Share);

    [Fact]
    public void Refuses_when_power_is_asked_of_a_measure_that_knows_no_state_without_a_leak()
    {
        var verdict = Judge(Cases.Measured("copied", new Proportion(0, 100), MeasureUnit.Share, noLeak: null), .8, .05);
        Assert.Equal(Outcome.Unknown, verdict.Outcome);
        Assert.Contains("does not say what no leak would look like", verdict.Because, StringComparison.Ordinal);
        Assert.Contains($"with a power of at least {.8:P0}", verdict.Requirement.Words, StringComparison.Ordinal);
    }

    [Fact]
    public void A_hundred_texts_see_one_copy_in_twenty() =>
        // 1 - .95^100 = .994
        Assert.Equal(Outcome.Holds, Judge(Cases.Copied(0, 100), .99, .05).Outcome);

    [Fact]
    public void Refuses_a_sample_that_passes_by_luck_and_says_how_large_it_must_be()
    {
        // An estimate of -.10 with an error of .05: bounded by -.02, though a leak of .05 would hardly show.
        var lucky = Judge(Cases.Measured("worst", new Average(-.1, .05, 200), MeasureUnit.Share), .8, .05);
        Assert.Equal(Outcome.Unknown, lucky.Outcome);
        // (1.6449 + .8416)^2 (.05 / .05)^2 200 = 1236.5
        Assert.Contains("it needs n >= 1237", lucky.Because, StringComparison.Ordinal);
        Assert.Equal(Outcome.Holds, Judge(Cases.Measured("worst", new Average(-.1, .02, 1250), MeasureUnit.Share), .8, .05).Outcome);
    }

    [Fact]
    public void Refuses_an_attack_on_the_sample_of_tickets_that_could_not_have_seen_an_advantage_of_one_in_ten()
    {
        var verdict = Judge(Advantage(.45, .026, 486, 162), .8, .1);
        Assert.Equal(Outcome.Unknown, verdict.Outcome);
        Assert.Contains("it needs n >= 10", verdict.Because, StringComparison.Ordinal); // 1,0xx units
        Assert.Equal(Outcome.Holds, Judge(Advantage(.45, .018, 972, 324), .8, .1).Outcome);
    }

    [Fact]
    public void More_findings_judged_together_need_more_records()
    {
        Assert.Equal(Outcome.Holds, Judge(Advantage(.45, .018, 972, 324), .8, .1).Outcome);
        Assert.Contains("needs n >=", Judge(Advantage(.45, .018, 972, 324), .8, .1, others: 4).Because, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bound_that_is_no_leak_at_all_can_never_have_been_seen() =>
        Assert.Contains("no n would be enough", Judge(Cases.Measured("worst", new Average(-.2, .01, 100)), .8, -.1).Because, StringComparison.Ordinal);

    [Fact]
    public void A_census_sees_everything()
    {
        var candidate = Cases.Candidate();
        var asked = Cases.WorstAtMost(.3) with { Power = .999 };
        Assert.IsType<Approved>(Gate.Decide(Cases.Policy(asked), candidate, Cases.Evidence(candidate), Cases.Facts(), Cases.Now));
    }

    [Fact]
    public void A_verdict_that_holds_says_what_would_have_been_seen() =>
        // 1 - .2^(1/100) = 1.60 %
        Assert.Contains($"would have seen {.01597:P2} with a chance of {.8:P0}", Judge(Cases.Copied(0, 100), .8, .05).Because, StringComparison.Ordinal);
}
