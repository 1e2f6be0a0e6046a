using CsCheck;
using Pipeline.Core.Evidence;
using Pipeline.Core.Numerics;

namespace Pipeline.Tests.Core.Evidence;

/// <summary>Laws that every statistic keeps.</summary>
public sealed class StatisticTests
{
    private static readonly Gen<AreaUnderCurve> Areas = Gen.Select(Gen.Double[0, 1], Gen.Double[0, .2], Gen.Int[2, 500], Gen.Int[2, 500])
        .Select(drawn => new AreaUnderCurve(drawn.Item1 < .1 ? 0 : drawn.Item1 > .9 ? 1 : drawn.Item1, drawn.Item2 < .01 ? 0 : drawn.Item2, drawn.Item3, drawn.Item4));

    private static readonly Gen<Statistic> Single = Gen.OneOf(
        Gen.Select(Gen.Int[1, 300], Gen.Double[0, 1]).Select(drawn => (Statistic)new Proportion((int)(drawn.Item2 * drawn.Item1), drawn.Item1)),
        Gen.Select(Gen.Double[-1, 1], Gen.Double[0, .3], Gen.Int[2, 300]).Select(drawn => (Statistic)new Average(drawn.Item1, drawn.Item2, drawn.Item3)),
        Gen.Double[-1, 1].Select(value => (Statistic)new Census(value, 10)),
        Gen.Select(Gen.Int[1, 300], Gen.Double[0, 1], Gen.Int[1, 200], Gen.Double[0, 1]).Select(drawn =>
            (Statistic)new Residual((int)(drawn.Item2 * (drawn.Item1 + 1)) is var hits && hits > drawn.Item1 ? drawn.Item1 : hits, drawn.Item1, (int)(drawn.Item4 * drawn.Item3 * .999), drawn.Item3)),
        Areas.Select(area => (Statistic)area),
        Areas.Select(area => (Statistic)new Advantage(area)),
        Gen.Select(Gen.Int[1, 300], Gen.Double[0, 1], Gen.Int[1, 300], Gen.Double[0, 1])
            .Select(drawn => (Statistic)new Excess(new Proportion((int)(drawn.Item2 * drawn.Item1), drawn.Item1), new Proportion((int)(drawn.Item4 * drawn.Item3), drawn.Item3))));

    private static readonly Gen<Statistic> Any = Gen.OneOf(Single, Single.List[1, 4].Select(list => (Statistic)new Greatest(list)));

    private static readonly Gen<double> Confidence = Gen.Double[.6, .999];

    [Fact]
    public void The_p_value_of_a_breach_is_the_error_exactly_where_the_bound_meets_it() =>
        Gen.Select(Any, Confidence, Gen.Double[-.9, .95]).Sample((statistic, confidence, bound) =>
        {
            const double Rounding = 1e-9;
            var (above, below) = (statistic.PValueAbove(bound), statistic.PValueBelow(bound));
            Assert.InRange(above, 0, 1);
            Assert.InRange(below, 0, 1);
            if (Math.Abs(above - (1 - confidence)) > Rounding) Assert.Equal(statistic.Upper(confidence) <= bound, above <= 1 - confidence);
            if (Math.Abs(below - (1 - confidence)) > Rounding) Assert.Equal(statistic.Lower(confidence) >= bound, below <= 1 - confidence);
        }, iter: 800);

    [Fact]
    public void Bounds_enclose_the_estimate_and_widen_with_confidence() =>
        Gen.Select(Any, Confidence).Sample((statistic, confidence) =>
        {
            Assert.True(statistic.Lower(confidence) <= statistic.Estimate + 1e-12 && statistic.Estimate <= statistic.Upper(confidence) + 1e-12);
            Assert.True(statistic.Upper(confidence) <= statistic.Upper((1 + confidence) / 2) + 1e-12);
            Assert.True(statistic.Lower(confidence) >= statistic.Lower((1 + confidence) / 2) - 1e-12);
        }, iter: 600);

    [Fact]
    public void The_smallest_effect_is_where_the_power_is_reached() =>
        Gen.Select(Any, Gen.Double[.02, .6], Gen.Double[.8, .99], Gen.Double[.5, .95]).Sample((statistic, noLeak, confidence, power) =>
        {
            var smallest = statistic.SmallestEffect(noLeak, confidence, power);
            if (double.IsInfinity(smallest) || statistic is Greatest) return;
            if (statistic is not Census && smallest < 1 - 1e-6) Assert.InRange(statistic.Power(smallest + 1e-7, noLeak, confidence), power - 1e-6, 1);
            if (smallest - 1e-5 > noLeak) Assert.InRange(statistic.Power(smallest - 1e-5, noLeak, confidence), 0, power + 1e-6);
        }, iter: 600);

    [Fact]
    public void Power_rises_with_the_effect_and_falls_with_the_confidence() =>
        Gen.Select(Any, Gen.Double[.02, .6], Confidence).Sample((statistic, noLeak, confidence) =>
        {
            var powers = Enumerable.Range(0, 8).Select(i => statistic.Power(noLeak + i * (.95 - noLeak) / 8, noLeak, confidence)).ToList();
            Assert.Equal(powers.Select(power => Math.Round(power, 9)).Order(), powers.Select(power => Math.Round(power, 9)));
            Assert.True(statistic.Power(.9, noLeak, (1 + confidence) / 2) <= statistic.Power(.9, noLeak, confidence) + 1e-12);
        }, iter: 400);

    [Theory]
    [InlineData(0, .05, .95, .8, 32)] // ln .2 / ln .95
    [InlineData(0, .01, .95, .95, 299)]
    public void So_many_texts_are_needed_to_see_one(double noLeak, double effect, double confidence, double power, int n)
    {
        Assert.Equal(n, new Proportion(0, 10).NeededForPower(effect, noLeak, confidence, power));
        Assert.True(new Proportion(0, n).Power(effect, noLeak, confidence) >= power);
        Assert.True(new Proportion(0, n - 1).Power(effect, noLeak, confidence) < power);
    }

    [Fact]
    public void A_sample_of_the_size_needed_has_the_power_that_was_asked_for() =>
        Gen.Select(Gen.Double[.01, .2], Gen.Double[.05, .3], Gen.Double[.5, .95]).Sample((noLeak, more, power) =>
        {
            var share = new Proportion(0, 10).NeededForPower(noLeak + more, noLeak, .95, power);
            Assert.True(new Proportion(0, share).Power(noLeak + more, noLeak, .95) >= power);
            var area = new AreaUnderCurve(.5, .02, 300, 100);
            var needed = area.NeededForPower(.5 + more, .5, .95, power);
            Assert.InRange(new AreaUnderCurve(.5, .02, (int)Math.Ceiling(needed * .75), (int)Math.Ceiling(needed * .25)).Power(.5 + more, .5, .95), power - .001, 1);
            Assert.True(new AreaUnderCurve(.5, .02, (int)(needed * .7), (int)(needed * .23)).Power(.5 + more, .5, .95) < power);
        }, iter: 100);

    /// <summary>Three standard errors of 2,000 tries at a power near .8 are 2.7 points; the normal error is good to some more.</summary>
    [Fact]
    public void The_power_of_an_attack_is_how_often_it_shows()
    {
        const int Members = 120, NonMembers = 60;
        var (random, shift) = (new Random(5), .46);
        double Normal1() => Normal.Quantile(1 - random.NextDouble());
        var area = Normal.Cumulative(shift / Math.Sqrt(2));
        var shown = Enumerable.Range(0, 2000).Count(_ =>
        {
            double[] members = [.. Enumerable.Range(0, Members).Select(_ => Normal1() + shift)], others = [.. Enumerable.Range(0, NonMembers).Select(_ => Normal1())];
            var roc = new Pipeline.Audits.Statistics.Roc(members, others);
            return new AreaUnderCurve(roc.Auc, roc.StandardError, Members, NonMembers).Lower(.95) > .5;
        });
        Assert.InRange(shown / 2000.0 - new AreaUnderCurve(.5, .05, Members, NonMembers).Power(area, .5, .95), -.04, .04);
    }

    [Fact]
    public void The_greatest_of_many_attacks_that_know_nothing_is_shown_as_a_leak_in_at_most_one_of_twenty_cases()
    {
        var random = new Random(6);
        var wrong = Enumerable.Range(0, 600).Count(_ => new Greatest([.. Enumerable.Range(0, 8).Select(_ =>
            (Statistic)new Average(Normal.Quantile(1 - random.NextDouble()) * .1, .1, 100))]).Lower(.95) > 0);
        Assert.InRange(wrong / 600.0, 0, .05 + .027); // three standard errors
    }
}
