using System.Text.Json;
using Pipeline.Core.Evidence;

namespace Pipeline.Tests.Core.Evidence;

public sealed class ResidualTests
{
    /// <summary>Anonymeter's value, which shrinks both rates a little, and its interval lie around ours.</summary>
    [Fact]
    public void Lies_around_the_golden_residual_risks()
    {
        using var golden = JsonDocument.Parse(File.ReadAllText(Fixtures.Golden("numerics", "statistics.json")));
        var rows = golden.RootElement.GetProperty("residual_risk").EnumerateArray().ToList();
        Assert.Equal(4, rows.Count);
        Assert.All(rows, row =>
        {
            var residual = new Residual(Of("attack_hits"), Of("attack_n"), Of("control_hits"), Of("control_n"));
            Assert.InRange(row.GetProperty("residual").GetDouble(), residual.Lower(.975), residual.Upper(.975));
            Assert.InRange(residual.Estimate - row.GetProperty("residual").GetDouble(), -row.GetProperty("residual_error").GetDouble(), row.GetProperty("residual_error").GetDouble());

            int Of(string name) => row.GetProperty(name).GetInt32();
        });
    }

    /// <summary>Both ends of 2,000 samples; the bounds are exact, so they err less often than they may.</summary>
    [Theory]
    [InlineData(.1, 0)]
    [InlineData(.1, .3)]
    [InlineData(.5, .05)]
    [InlineData(0, 0)]
    public void Bounds_err_in_at_most_one_of_twenty_samples(double control, double truth)
    {
        var random = new Random(4);
        var (above, below) = (0, 0);
        for (var i = 0; i < 2000; i++)
        {
            var residual = new Residual(Hits(120, control + truth * (1 - control)), 120, Hits(50, control), 50);
            if (residual.Lower(.95) > truth) above++;
            if (residual.Upper(.95) < truth) below++;
        }
        Assert.InRange(above, 0, 100);
        Assert.InRange(below, 0, 100);

        int Hits(int n, double rate) => Enumerable.Range(0, n).Count(_ => random.NextDouble() < rate);
    }

    /// <summary>Stated power is a lower bound of how often a leak is shown, and not far below it.</summary>
    [Fact]
    public void Shows_a_leak_at_least_as_often_as_its_power_says()
    {
        var random = new Random(5);
        var stated = new Residual(0, 240, 8, 80).Power(.25, 0, .95);
        var control = new Proportion(8, 80).Upper(.5);
        var shown = Enumerable.Range(0, 2000).Count(_ => new Residual(Hits(240, control + .25 * (1 - control)), 240, Hits(80, control), 80).Lower(.95) > 0) / 2000.0;
        Assert.InRange(shown - stated, -.03, .2);
        Assert.InRange(stated, .5, .999);

        int Hits(int n, double rate) => Enumerable.Range(0, n).Count(_ => random.NextDouble() < rate);
    }

    [Fact]
    public void Is_no_number_where_every_control_succeeds() => Assert.True(double.IsNaN(new Residual(10, 10, 5, 5).Estimate));

    [Fact]
    public void A_sample_of_the_size_needed_has_the_power_that_was_asked_for()
    {
        var residual = new Residual(2, 30, 1, 10);
        var times = residual.NeededForPower(.2, 0, .95, .8) / 40.0;
        Assert.InRange(times, 2, 100);
        Assert.InRange(new Residual((int)(2 * times), (int)(30 * times) + 1, (int)times, (int)(10 * times) + 1).Power(.2, 0, .95), .75, 1);
        Assert.True(residual.Power(.2, 0, .95) < .8);
    }
}
