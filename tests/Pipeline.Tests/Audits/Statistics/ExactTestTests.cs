using System.Text.Json;
using Pipeline.Audits.Statistics;
using static Pipeline.Tests.Core.Numerics.GoldenNumbers;

namespace Pipeline.Tests.Audits.Statistics;

/// <summary>Tests of two groups against golden values.</summary>
public sealed class ExactTestTests
{
    private static readonly JsonElement Golden = Load("numerics", "statistics.json");

    [Fact]
    public void Kolmogorov_and_Smirnov_are_the_golden_ones()
    {
        foreach (var row in Golden.Rows("kolmogorov_smirnov"))
        {
            var test = new KolmogorovSmirnov(row.GetProperty("a").Vector(), row.GetProperty("b").Vector());
            Near(row.Number("d"), test.Distance, 1e-9, row);
            Near(row.Number("p_exact"), test.ExactP(), 1e-9, row);
            Near(row.Number("p_kolmogorov_limit"), test.LimitP(), 1e-9, row);
        }
    }

    [Fact]
    public void The_exact_and_the_limit_p_value_meet_for_many_numbers()
    {
        var random = new Random(3);
        double[] Draw(int count, double shift) => [.. Enumerable.Range(0, count).Select(_ => random.NextDouble() + shift)];
        var test = new KolmogorovSmirnov(Draw(500, 0), Draw(300, .04));
        Assert.InRange(test.LimitP() / test.ExactP(), .9, 1.15);
    }

    [Fact]
    public void Fisher_is_the_golden_one()
    {
        foreach (var row in Golden.Rows("fisher_exact"))
        {
            var table = row.GetProperty("table").Matrix();
            var test = new FisherExact((int)table[0][0], (int)table[0][1], (int)table[1][0], (int)table[1][1]);
            Near(row.Number("p_two_sided"), test.TwoSided, 1e-9, row);
            Near(row.Number("p_greater"), test.Greater, 1e-9, row);
            Near(row.Number("p_less"), test.Less, 1e-9, row);
        }
    }

    [Fact]
    public void McNemar_is_the_golden_one()
    {
        foreach (var row in Golden.Rows("mcnemar_exact"))
        {
            Near(row.Number("p_exact"), McNemar.Exact(row.Whole("b"), row.Whole("c")), 1e-9, row);
            Near(row.Number("p_mid"), McNemar.MidP(row.Whole("b"), row.Whole("c")), 1e-9, row);
        }
    }

    [Fact]
    public void Permutations_are_the_golden_ones()
    {
        foreach (var row in Golden.Rows("permutation_p")) Near(row.Number("p"), Permutation.P(row.Whole("b"), row.Whole("m")), 1e-9, row);
        foreach (var row in Golden.Rows("permutation_test"))
        {
            var (splits, large) = Permutation.Enumerate(row.GetProperty("a").Vector(), row.GetProperty("b").Vector());
            Assert.Equal((row.Whole("splits"), row.Whole("at_least_as_large")), (splits, large));
            Near(row.Number("p_full_enumeration"), (double)large / splits, 1e-9, row);
        }
    }

    [Fact]
    public void Drawn_permutations_come_near_the_full_enumeration()
    {
        double[] a = [3, 1, 4, 1, 5], b = [9, 2, 6, 5, 3, 5];
        var (splits, large) = Permutation.Enumerate(b, a);
        var drawn = Permutation.Greater(b, a, 20_000, 1, TestContext.Current.CancellationToken);
        // three standard errors of a share of 20,000 draws
        Assert.Equal((double)large / splits, drawn, 3 * Math.Sqrt(.25 / 20_000));
        Assert.Equal(drawn, Permutation.Greater(b, a, 20_000, 1, TestContext.Current.CancellationToken));
    }
}
