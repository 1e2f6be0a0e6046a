using System.Text.Json;
using Pipeline.Core.Numerics;
using static Pipeline.Tests.Core.Numerics.GoldenNumbers;

namespace Pipeline.Tests.Core.Numerics;

public sealed class ClopperPearsonTests
{
    private static readonly JsonElement Statistics = Load("numerics", "statistics.json");

    [Fact]
    public void Bounds_are_the_golden_ones()
    {
        foreach (var row in Statistics.Rows("binomial_intervals"))
        {
            var (k, n, confidence) = (row.GetProperty("k").GetInt32(), row.GetProperty("n").GetInt32(), row.Number("confidence"));
            Near(row.Number("cp_lower_one_sided"), ClopperPearson.Lower(k, n, confidence), 1e-9, row);
            Near(row.Number("cp_upper_one_sided"), ClopperPearson.Upper(k, n, confidence), 1e-9, row);
            var both = row.GetProperty("cp_two_sided").Vector();
            Near(both[0], ClopperPearson.Lower(k, n, (1 + confidence) / 2), 1e-9, row);
            Near(both[1], ClopperPearson.Upper(k, n, (1 + confidence) / 2), 1e-9, row);
        }
    }

    [Fact]
    public void No_hit_bounds_the_rate_as_the_golden_rule_of_three_says()
    {
        foreach (var row in Statistics.Rows("zero_hits_upper"))
            Near(row.Number("upper"), ClopperPearson.Upper(0, row.GetProperty("n").GetInt32(), row.Number("confidence")), 1e-9, row);
        foreach (var row in Statistics.Rows("zero_hits_n_needed"))
            Assert.Equal(row.GetProperty("n").GetInt32(), ClopperPearson.ZeroHitsNeeded(row.Number("rate"), row.Number("confidence")));
    }

    [Theory]
    [InlineData(100_000)]
    [InlineData(1_000_000)]
    public void Bounds_keep_their_digits_for_many_records(int n) =>
        Near(-NearZero.ExpMinusOne(Math.Log(1 - .95) / n), ClopperPearson.Upper(0, n, .95), 1e-9);
}
