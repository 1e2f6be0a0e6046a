using Pipeline.Audits.Usefulness;
using Pipeline.Core.Evidence;

namespace Pipeline.Tests.Audits.Usefulness;

public sealed class CrossedTests
{
    [Fact]
    public void One_draw_of_right_and_wrong_is_an_exact_proportion()
    {
        var statistic = Assert.IsType<Proportion>(Crossed.Of([[1, 0, 1, 1]]));
        Assert.Equal((3, 4), (statistic.K, statistic.N));
    }

    [Fact]
    public void The_error_counts_the_holdout_and_the_draws()
    {
        // Items' means 1, .5, 0 have variance .25, over 3; draws' means 2/3 and 1/3 have variance 1/18, over 2.
        var average = Crossed.Mean([[1, 1, 0], [1, 0, 0]]);
        Assert.Equal(.5, average.Mean, 12);
        Assert.Equal(Math.Sqrt(.25 / 3 + 1 / 36.0), average.StandardError, 12);
    }

    /// <summary>
    /// Draws of quality N(.7, .05^2) each try the same holdout: the interval must hold the truth as often as it says. A bound
    /// that left out the draws would miss it much more often; 400 tries of a true 95 % fall below 365 with probability .001.
    /// </summary>
    [Fact]
    public void The_interval_holds_the_truth_as_often_as_it_says()
    {
        var random = new Random(7);
        var held = 0;
        for (var attempt = 0; attempt < 400; attempt++)
        {
            double[] ease = [.. Enumerable.Range(0, 200).Select(_ => .6 * (random.NextDouble() - .5))];
            var average = Crossed.Mean([.. Enumerable.Range(0, 30).Select(_ =>
            {
                var quality = .65 + .1 * (random.NextDouble() - .5) * Math.Sqrt(3);
                return ease.Select(own => random.NextDouble() < quality + own ? 1.0 : 0).ToArray();
            })]);
            if (average.Lower(.975) <= .65 && .65 <= average.Upper(.975)) held++;
        }
        Assert.InRange(held, 365, 400);
    }
}
