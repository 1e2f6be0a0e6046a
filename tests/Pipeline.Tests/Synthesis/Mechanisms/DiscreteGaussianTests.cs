using Pipeline.Synthesis.Mechanisms;

namespace Pipeline.Tests.Synthesis.Mechanisms;

public sealed class DiscreteGaussianTests
{
    // Upper .9999 quantiles of chi-square; the seed is fixed, so a right sampler passes always.
    [Theory]
    [InlineData(1, 3, 27.86)]
    [InlineData(2, 6, 39.13)]
    [InlineData(7, 15, 62.16)]
    public void Fits_the_distribution(long scale, int reach, double limit)
    {
        const int Samples = 40_000;
        var noise = new SeededNoise(5);
        var seen = new int[2 * reach + 1];
        for (var i = 0; i < Samples; i++) seen[Math.Clamp(DiscreteGaussian.Sample(scale, noise), -reach, reach) + reach]++;
        var expected = new double[seen.Length];
        for (var k = -40 * (int)scale; k <= 40 * scale; k++)
            expected[Math.Clamp(k, -reach, reach) + reach] += Math.Exp(-.5 * k * k / (scale * (double)scale));
        var total = expected.Sum();
        var chiSquare = seen.Zip(expected, (s, e) => Math.Pow(s - Samples * e / total, 2) / (Samples * e / total)).Sum();
        Assert.InRange(chiSquare, 0, limit);
    }

    [Theory]
    [InlineData(1L << 30)]
    [InlineData((1L << 39) + 12_345)]
    [InlineData(DiscreteGaussian.GreatestScale)]
    public void Has_the_moments_of_a_Gaussian_at_a_large_scale(long scale)
    {
        const int Samples = 20_000;
        var noise = new SeededNoise(11);
        var z = Enumerable.Range(0, Samples).Select(_ => DiscreteGaussian.Sample(scale, noise) / (double)scale).ToArray();
        var error = 5 / Math.Sqrt(Samples);
        Assert.InRange(z.Average(), -error, error);
        Assert.InRange(z.Average(x => x * x), 1 - error * Math.Sqrt(2), 1 + error * Math.Sqrt(2));
        Assert.InRange(z.Average(x => x * x * x), -error * Math.Sqrt(15), error * Math.Sqrt(15));
        Assert.InRange(z.Average(x => x * x * x * x), 3 - error * Math.Sqrt(96), 3 + error * Math.Sqrt(96));
        Assert.InRange(z.Count(x => Math.Abs(x) > 2) / (double)Samples, .0455 - .0075, .0455 + .0075);
    }

    [Fact]
    public void Low_bits_are_as_random_as_high_ones()
    {
        var noise = new SeededNoise(3);
        var odd = Enumerable.Range(0, 10_000).Count(_ => (DiscreteGaussian.Sample(1L << 38, noise) & 1) != 0);
        Assert.InRange(odd, 4750, 5250);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(DiscreteGaussian.GreatestScale + 1)]
    public void Refuses_a_scale_whose_integers_could_overflow(long scale) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => DiscreteGaussian.Sample(scale, new SeededNoise(1)));
}
