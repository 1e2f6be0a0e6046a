using CsCheck;
using Pipeline.Core.Numerics;

namespace Pipeline.Tests.Core.Numerics;

public sealed class FastFourierTests
{
    [Fact]
    public void Is_the_sum_that_defines_it() =>
        Gen.Select(Gen.Double[-1, 1].Array[64], Gen.Double[-1, 1].Array[64]).Sample((real, imaginary) =>
        {
            var (re, im) = ((double[])real.Clone(), (double[])imaginary.Clone());
            FastFourier.Transform(re, im, inverse: false);
            for (var k = 0; k < 64; k += 7)
            {
                var (a, b) = (0.0, 0.0);
                for (var j = 0; j < 64; j++)
                {
                    var (s, c) = Math.SinCos(-2 * Math.PI * (j * k % 64) / 64);
                    a += real[j] * c - imaginary[j] * s;
                    b += real[j] * s + imaginary[j] * c;
                }
                Assert.Equal(a, re[k], 1e-12);
                Assert.Equal(b, im[k], 1e-12);
            }
        }, iter: 20);

    [Theory]
    [InlineData(8)]
    [InlineData(12)]
    [InlineData(17)]
    public void There_and_back_stays_within_the_bound_on_rounding(int bits)
    {
        var n = 1 << bits;
        var random = new Random(bits);
        var x = Enumerable.Range(0, n).Select(_ => random.NextDouble()).ToArray();
        var (re, im) = ((double[])x.Clone(), new double[n]);
        FastFourier.Transform(re, im, inverse: false);
        FastFourier.Transform(re, im, inverse: true);
        var error = Math.Sqrt(x.Zip(re, (exact, back) => (back / n - exact) * (back / n - exact)).Sum() + im.Sum(rest => rest / n * rest / n));
        Assert.InRange(error, 1e-18, 2 * bits * FastFourier.ErrorPerLevel * Dense.Norm(x));
    }

    [Fact]
    public void Refuses_lengths_that_are_no_power_of_two()
    {
        Assert.Throws<ArgumentException>(() => FastFourier.Transform(new double[6], new double[6], inverse: false));
        Assert.Throws<ArgumentException>(() => FastFourier.Transform(new double[8], new double[4], inverse: false));
    }
}
