using System.Text.Json;
using CsCheck;
using Pipeline.Core.Numerics;
using static Pipeline.Tests.Core.Numerics.GoldenNumbers;

namespace Pipeline.Tests.Core.Numerics;

public sealed class BinomialTests
{
    private static readonly JsonElement Statistics = Load("numerics", "statistics.json");

    [Fact]
    public void Upper_tails_are_the_golden_ones()
    {
        foreach (var row in Statistics.Rows("binomial_test_greater"))
            Near(row.Number("p_greater"), Binomial.AtLeast(row.Whole("k"), row.Whole("n"), row.Number("p0")), 1e-9, row);
    }

    [Fact]
    public void Both_tails_and_the_single_probabilities_agree() => Gen.Select(Gen.Int[1, 60], Gen.Double[.001, .999]).Sample((n, p) =>
    {
        var single = Binomial.Probabilities(n, Math.Log(p), NearZero.LogOnePlus(-p));
        for (var k = 0; k <= n; k++)
        {
            Assert.Equal(single.Take(k + 1).Sum(), Binomial.AtMost(k, n, p), 1e-11);
            Assert.Equal(1, Binomial.AtMost(k - 1, n, p) + Binomial.AtLeast(k, n, p), 1e-11);
        }
    }, iter: 100);

    [Fact]
    public void A_bound_of_a_proportion_is_where_its_tail_is_the_error() => Gen.Select(Gen.Int[1, 400], Gen.Double[0, .99], Gen.Double[.6, .999]).Sample((n, share, confidence) =>
    {
        var k = (int)(share * n);
        Assert.Equal(1 - confidence, Binomial.AtMost(k, n, ClopperPearson.Upper(k, n, confidence)), 1e-9);
        if (k > 0) Assert.Equal(1 - confidence, Binomial.AtLeast(k, n, ClopperPearson.Lower(k, n, confidence)), 1e-9);
    }, iter: 300);

    [Fact]
    public void Wilson_and_Jeffreys_intervals_are_the_golden_ones()
    {
        foreach (var row in Statistics.Rows("binomial_intervals"))
        {
            var (k, n, confidence) = (row.Whole("k"), row.Whole("n"), row.Number("confidence"));
            var wilson = WilsonScore.Of(k, n, confidence);
            Near(row.Number("wilson_centre"), wilson.Centre, 1e-9, row);
            Near(row.Number("wilson_half_width"), wilson.HalfWidth, 1e-9, row);
            NearBoth(row.GetProperty("wilson").Vector(), (wilson.Lower, wilson.Upper));
            NearBoth(row.GetProperty("jeffreys").Vector(), JeffreysInterval.Of(k, n, confidence));
            NearBoth(row.GetProperty("jeffreys_raw").Vector(), (JeffreysInterval.Quantile(k, n, (1 - confidence) / 2), JeffreysInterval.Quantile(k, n, (1 + confidence) / 2)));

            void NearBoth(double[] expected, (double Lower, double Upper) actual)
            {
                Near(expected[0], actual.Lower, 1e-9, row);
                Near(expected[1], actual.Upper, 1e-9, row);
            }
        }
    }
}
