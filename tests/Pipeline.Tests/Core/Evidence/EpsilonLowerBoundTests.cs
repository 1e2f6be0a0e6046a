using CsCheck;
using Pipeline.Core.Evidence;
using Pipeline.Core.Numerics;

namespace Pipeline.Tests.Core.Evidence;

public sealed class EpsilonLowerBoundTests
{
    private static readonly Gen<ConfusionTable> tables =
        Gen.Select(Gen.Int[0, 300], Gen.Int[0, 300], Gen.Int[0, 300], Gen.Int[0, 300], (tp, fn, fp, tn) => new ConfusionTable(tp, fn, fp, tn));

    [Fact]
    public void For_one_canary_the_reading_without_assumptions_is_the_golden_one() =>
        Gen.Select(tables, Gen.Double[0, .01], Gen.Double[.5, .999]).Sample((table, delta, confidence) =>
            Assert.Equal(table.EpsilonLower(delta, confidence), new TableAttackBound("m", delta, new AttackCounts(1, table)).Lower(confidence), 1e-9), iter: 300);

    [Fact]
    public void More_confidence_never_shows_more() =>
        Gen.Select(tables, Gen.Int[1, 20], Gen.Double[.5, .99], Gen.Double[.5, .99]).Sample((table, group, one, other) =>
        {
            var counts = new AttackCounts(group, table);
            foreach (EpsilonLowerBound bound in (EpsilonLowerBound[])[new GaussianAttackBound("m", 1e-5, counts), new TableAttackBound("m", 1e-5, counts)])
                Assert.True(bound.Lower(Math.Max(one, other)) <= bound.Lower(Math.Min(one, other)) && double.IsPositiveInfinity(bound.Upper(one)));
        }, iter: 200);

    [Fact]
    public void Rates_on_the_claimed_curve_never_show_more_than_the_claim() =>
        Gen.Select(Gen.Double[.05, 3], Gen.Int[1, 10], Gen.Double[.01, .99]).Sample((mu, group, falsePositive) =>
        {
            const int Runs = 1_000_000;
            var truePositive = GaussianPrivacy.TruePositiveRate(group * mu, falsePositive);
            int Of(double rate) => (int)Math.Round(rate * Runs);
            var counts = new AttackCounts(group, new ConfusionTable(Of(truePositive), Runs - Of(truePositive), Of(falsePositive), Runs - Of(falsePositive)));
            var bound = new GaussianAttackBound("m", 1e-5, counts);
            Assert.InRange(bound.MuLower(.95), 0, mu);
            Assert.InRange(new TableAttackBound("m", 1e-5, counts).Lower(.95), 0, GaussianPrivacy.Epsilon(mu, 1e-5));
            if (truePositive is > .001 and < .999) Assert.Equal(mu, bound.MuLower(.95), .05);
        }, iter: 300);

    [Fact]
    public void Every_try_of_one_run_spends_its_share_of_the_error()
    {
        OneRunGuesses[] tries = [new(50, 49), new(100, 95), new(200, 170), new(500, 350)];
        var alone = new OneRunBound(1000, [tries[1]], 1e-5);
        var together = new OneRunBound(1000, tries, 1e-5);
        Assert.Equal(1.94869848046547, together.Lower(.95), 1e-9); // golden: statistics.json, one_run_grid
        Assert.True(together.Lower(.95) < alone.Lower(.95));
        Assert.True(together.Estimate > together.Lower(.95));
        Assert.Equal((1000, null), (together.N, together.Mechanism));
    }

    [Fact]
    public void An_attack_that_never_ran_shows_nothing()
    {
        var counts = new AttackCounts(1, new ConfusionTable(0, 0, 0, 0));
        Assert.Equal(0, new GaussianAttackBound("m", 1e-5, counts).Lower(.95));
        Assert.Equal(0, new TableAttackBound("m", 1e-5, counts).Lower(.95));
    }
}
