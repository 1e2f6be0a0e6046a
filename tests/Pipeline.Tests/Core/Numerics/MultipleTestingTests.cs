using System.Text.Json;
using CsCheck;
using Pipeline.Core.Numerics;
using static Pipeline.Tests.Core.Numerics.GoldenNumbers;

namespace Pipeline.Tests.Core.Numerics;

public sealed class MultipleTestingTests
{
    private static readonly JsonElement Statistics = Load("numerics", "statistics.json");

    private static readonly Gen<double[]> PValues = Gen.Double[0, 1].Array[1, 12];

    [Fact]
    public void Corrected_values_are_the_golden_ones()
    {
        foreach (var row in Statistics.Rows("multiple_testing"))
        {
            var p = row.GetProperty("p").Vector();
            foreach (var (name, corrected) in new[] { ("bonferroni", MultipleTesting.Bonferroni(p)), ("holm", MultipleTesting.Holm(p)), ("benjamini_hochberg", MultipleTesting.BenjaminiHochberg(p)) })
                foreach (var (golden, own) in row.GetProperty(name).Vector().Zip(corrected)) Near(golden, own, 1e-9, row);
        }
    }

    [Fact]
    public void Holm_is_never_above_Bonferroni_and_keeps_the_order() => PValues.Sample(p =>
    {
        var (holm, bonferroni) = (MultipleTesting.Holm(p), MultipleTesting.Bonferroni(p));
        for (var i = 0; i < p.Length; i++)
        {
            Assert.InRange(holm[i], p[i], bonferroni[i]);
            for (var j = 0; j < p.Length; j++) Assert.True(p[i] > p[j] || holm[i] <= holm[j]);
        }
    }, iter: 500);

    [Fact]
    public void Holm_does_not_depend_on_the_order_in_which_values_come() => PValues.Sample(p =>
        Assert.Equal(MultipleTesting.Holm(p).Order(), MultipleTesting.Holm([.. p.Reverse()]).Order()), iter: 200);
}
