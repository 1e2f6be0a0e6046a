using CsCheck;
using Pipeline.Core.Numerics;
using static Pipeline.Tests.Core.Numerics.GoldenNumbers;

namespace Pipeline.Tests.Core.Numerics;

public sealed class NormalTests
{
    // mpmath at 50 digits: ncdf.
    [Theory]
    [InlineData(0, .5)]
    [InlineData(-1, .15865525393145705)]
    [InlineData(2, .97724986805182079)]
    [InlineData(-.5, .3085375387259869)]
    [InlineData(-5.5, 1.8989562465887719e-8)]
    [InlineData(-20, 2.7536241186062337e-89)]
    [InlineData(-37, 5.7255712225245768e-300)]
    public void Cumulative_keeps_its_digits_in_the_tail(double x, double expected) => Near(expected, Normal.Cumulative(x), 2e-14);

    // mpmath at 50 digits: log(ncdf).
    [Theory]
    [InlineData(-40, -804.60844201375379)]
    [InlineData(-1000, -500007.82669481218)]
    [InlineData(6, -9.8658764552437573e-10)]
    public void The_logarithm_stays_finite_where_the_probability_underflows(double x, double expected) =>
        Near(expected, Normal.LogCumulative(x), 1e-13);

    // mpmath at 50 digits: sqrt(2) erfinv(2p - 1) at the double nearest to p.
    [Theory]
    [InlineData(.975, 1.9599639845400539)]
    [InlineData(1e-10, -6.3613409024040562)]
    [InlineData(.5, 0)]
    public void Quantile_is_right_to_the_last_digits(double p, double expected) => Near(expected, Normal.Quantile(p), 1e-14);

    [Fact]
    public void Quantile_undoes_cumulative() =>
        Gen.Double[-36, 5].Sample(x => Math.Abs(Normal.Quantile(Normal.Cumulative(x)) - x) <= 1e-9 * Math.Max(1, Math.Abs(x)));

    [Fact]
    public void Quantile_refuses_what_is_no_probability()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Normal.Quantile(1.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Normal.Quantile(double.NaN));
        Assert.Equal(double.NegativeInfinity, Normal.Quantile(0));
        Assert.Equal(double.PositiveInfinity, Normal.Quantile(1));
    }
}
