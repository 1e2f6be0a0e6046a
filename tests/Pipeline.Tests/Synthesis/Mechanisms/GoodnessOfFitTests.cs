using Pipeline.Synthesis.Mechanisms;

namespace Pipeline.Tests.Synthesis.Mechanisms;

/// <summary>
/// The sampler against its distribution, on fresh bits of the operating system. Probabilities of the cells are exact sums; with an
/// even number of degrees of freedom the tail of chi-square is a finite sum. A right sampler fails each test with
/// probability 1e-8, so all of this class together with less than 1e-6.
/// </summary>
public sealed class GoodnessOfFitTests
{
    private const double FalseAlarm = 1e-8;

    private const int Samples = 60_000;

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(50)]
    [InlineData(100_003)]
    public void The_discrete_Gaussian_fits(long scale)
    {
        var noise = new OperatingSystemNoise();
        Assert.True(PValue(scale, () => DiscreteGaussian.Sample(scale, noise)) > FalseAlarm);
    }

    [Fact]
    public void The_grid_releases_sums_with_exactly_that_noise()
    {
        // The noise of a planned grid, in its own steps: the scale is 2^38 and more, so cells are quantiles of the normal law.
        var (grid, noise) = (new GridGaussian(2, 1.3, 1), new OperatingSystemNoise());
        long[] sum = [1_234_567, -5];
        Assert.True(PValue(grid.Scale, () => (long)(grid.Release(sum, noise, CancellationToken.None)[0] / grid.Step) - sum[0]) > FalseAlarm);
    }

    /// <summary>The test has the power to see what could go wrong: zero twice as often, a scale off by three per cent, tails cut off.</summary>
    [Theory]
    [InlineData("zero twice")]
    [InlineData("scale")]
    [InlineData("tail")]
    [InlineData("sign")]
    public void A_broken_sampler_is_caught(string how)
    {
        const long Scale = 50;
        var noise = new SeededNoise(17);
        long Broken()
        {
            while (true)
            {
                var drawn = DiscreteGaussian.Sample(how == "scale" ? 52 : how == "zero twice" ? 3 : Scale, noise);
                if (how == "zero twice" && drawn != 0 && noise.Below(2) == 0) continue;
                if (how == "tail" && Math.Abs(drawn) > 2.5 * Scale) continue;
                return how == "sign" ? Math.Abs(drawn) : drawn;
            }
        }
        Assert.True(PValue(how == "zero twice" ? 3 : Scale, Broken) < FalseAlarm);
    }

    /// <summary>Pearson's statistic over 21 cells of about the same probability, or single integers where the scale is small.</summary>
    private static double PValue(long scale, Func<long> sample)
    {
        var bounds = Bounds(scale);
        var expected = Probabilities(scale, bounds);
        var seen = new int[bounds.Length + 1];
        for (var i = 0; i < Samples; i++)
        {
            var at = Array.BinarySearch(bounds, sample());
            seen[at >= 0 ? at + 1 : ~at]++;
        }
        Assert.True(seen.Length % 2 == 1);
        return Survival(seen.Zip(expected, (s, p) => (s - Samples * p) * (s - Samples * p) / (Samples * p)).Sum(), seen.Length - 1);
    }

    /// <summary>Cells begin at these integers: symmetric, an even number of them, each cell expecting 50 samples or more.</summary>
    private static long[] Bounds(long scale)
    {
        double[] z = [-2.2, -1.8, -1.5, -1.2, -1, -.8, -.6, -.4, -.2, -.05];
        var lower = z.Select(own => (long)Math.Floor(own * scale)).Distinct().Where(own => own < 0).Append(0L).ToList();
        return [.. lower, .. lower.Select(own => 1 - own).Where(own => own > 0).Distinct().Reverse().OrderBy(own => own)];
    }

    /// <summary>Sums of e^(-k^2 / 2 s^2); beyond a million steps the trapezoid rule has the same digits (Poisson summation).</summary>
    private static double[] Probabilities(long scale, long[] bounds)
    {
        if (scale > 1_000_000)
            return [.. bounds.Select(own => Pipeline.Core.Numerics.Normal.Cumulative((own - .5) / scale)).Append(1).Zip(bounds.Select(own => Pipeline.Core.Numerics.Normal.Cumulative((own - .5) / scale)).Prepend(0), (to, from) => to - from)];
        var masses = new double[bounds.Length + 1];
        var (cell, total) = (0, 0.0);
        for (var k = -12 * scale; k <= 12 * scale; k++)
        {
            while (cell < bounds.Length && k >= bounds[cell]) cell++;
            var mass = Math.Exp(-.5 * k * k / ((double)scale * scale));
            masses[cell] += mass;
            total += mass;
        }
        return Array.ConvertAll(masses, mass => mass / total);
    }

    /// <summary>P[chi-square >= x] with an even number of degrees of freedom: e^(-x/2) times the first half as many terms of e^(x/2).</summary>
    private static double Survival(double x, int degrees)
    {
        var (term, sum) = (Math.Exp(-x / 2), 0.0);
        for (var i = 0; i < degrees / 2; i++)
        {
            sum += term;
            term *= x / 2 / (i + 1);
        }
        return sum;
    }
}
