using CsCheck;
using Pipeline.Core.Numerics;
using Pipeline.Synthesis.Mechanisms;

namespace Pipeline.Tests.Synthesis.Mechanisms;

public sealed class GridGaussianTests
{
    private static readonly double[] Awkward =
        [0, -0.0, 1, -1, double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.MaxValue, double.Epsilon];

    // Anything a broken model could hand over: huge, tiny, exactly at the bound, not a number.
    private static readonly Gen<double> Coordinate = Gen.OneOf(
        Gen.Double[-2, 2], Gen.Double, Gen.Int[0, 8].Select(i => Awkward[i]));

    private static readonly Gen<GridGaussian> Grids =
        Gen.Select(Gen.Double[.01, 20], Gen.Double[.01, 1000], Gen.Int[1, 2]).Select((bound, multiplier, changes) => new GridGaussian(bound, multiplier, changes));

    [Fact]
    public void Neighbouring_sums_never_differ_by_more_than_the_bound() =>
        Gen.Select(Grids, Coordinate.Array[6].Array[0, 8], Coordinate.Array[6]).Sample((grid, units, another) =>
        {
            long[] without = new long[6], with = new long[6];
            foreach (var unit in units) grid.Add(without, unit);
            foreach (var unit in units.Prepend(another)) grid.Add(with, unit);
            return Square(with, without) <= (Int128)grid.Bound * grid.Bound;
        }, iter: 20_000);

    [Fact]
    public void Replacing_a_unit_never_changes_more_than_two_bounds() =>
        Gen.Select(Grids, Coordinate.Array[6], Coordinate.Array[6]).Sample((grid, one, other) =>
        {
            long[] first = new long[6], second = new long[6];
            grid.Add(first, one);
            grid.Add(second, other);
            return Square(first, second) <= (Int128)(2 * grid.Bound) * (2 * grid.Bound);
        }, iter: 5_000);

    [Fact]
    public void What_is_within_the_bound_is_rounded_toward_zero_and_no_more() =>
        Gen.Select(Grids, Gen.Double[-1, 1].Array[4], Gen.Double[0, .999]).Sample((grid, direction, share) =>
        {
            var scale = share * grid.Bound * grid.Step / Math.Max(1e-9, Dense.Norm(direction));
            double[] contribution = [.. direction.Select(x => x * scale)];
            var sum = new long[4];
            grid.Add(sum, contribution);
            return contribution.Zip(sum).All(pair => pair.Second == (long)(pair.First / grid.Step));
        }, iter: 5_000);

    [Fact]
    public void The_noise_is_never_less_than_asked_and_hardly_more() =>
        Gen.Select(Gen.Double[.01, 20], Gen.Double[.01, 1000], Gen.Int[1, 2]).Sample((bound, multiplier, changes) =>
        {
            var grid = new GridGaussian(bound, multiplier, changes);
            Assert.InRange(grid.Scale, 1L << (GridGaussian.ScaleBits - 1), 1L << (GridGaussian.ScaleBits + 1));
            Assert.InRange(grid.Multiplier, Math.BitIncrement(multiplier), multiplier * (1 + 1e-10));
            Assert.InRange(grid.Bound * grid.Step, bound * (1 - 1e-6), bound);
        });

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(10)]
    public void The_distance_from_a_rounded_Gaussian_is_below_its_proved_bound(double scale)
    {
        var weights = Enumerable.Range(-400, 801).Select(k => Math.Exp(-.5 * k * k / (scale * scale))).ToArray();
        var total = weights.Sum();
        var distance = .5 * Enumerable.Range(-400, 801)
            .Sum(k => Math.Abs(weights[k + 400] / total - (Normal.Cumulative((k + .5) / scale) - Normal.Cumulative((k - .5) / scale))));
        Assert.InRange(distance, 1e-6, 1 / (16 * scale * scale));
        Assert.True(GridGaussian.Slack(1) >= 1 / (16 * Math.ScaleB(1, 2 * (GridGaussian.ScaleBits - 1))));
    }

    [Fact]
    public void Refuses_noise_that_has_no_place_on_the_grid()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new GridGaussian(1, 1e-9, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new GridGaussian(1, 1e15, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new GridGaussian(1, double.NaN, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new GridGaussian(0, 1, 1));
    }

    private static Int128 Square(long[] x, long[] y) => x.Zip(y).Aggregate((Int128)0, (sum, pair) => sum + (Int128)(pair.First - pair.Second) * (pair.First - pair.Second));
}
