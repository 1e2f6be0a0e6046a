using System.Text.Json;
using Pipeline.Core.Numerics;
using static Pipeline.Tests.Core.Numerics.GoldenNumbers;

namespace Pipeline.Tests.Core.Numerics;

public sealed class ConfusionTableTests
{
    private static readonly JsonElement Statistics = Load("numerics", "statistics.json");

    private static ConfusionTable Table(JsonElement row) => new(row.Whole("tp"), row.Whole("fn"), row.Whole("fp"), row.Whole("tn"));

    [Fact]
    public void Epsilon_is_bounded_as_the_golden_values_say()
    {
        foreach (var row in Statistics.Rows("epsilon_from_table"))
            Near(row.Number("epsilon_lower"), Table(row).EpsilonLower(row.Number("delta"), row.Number("confidence")), 1e-9, row);
    }

    [Fact]
    public void Risk_ratios_are_bounded_as_the_golden_values_say()
    {
        foreach (var row in Statistics.Rows("risk_ratio_lower"))
        {
            Near(row.Number("ratio"), Table(row).RiskRatio, 1e-9, row);
            Near(row.Number("katz_lower"), Table(row).RiskRatioLowerKatz(row.Number("confidence")), 1e-9, row);
            Near(row.Number("bailey_lower"), Table(row).RiskRatioLowerBailey(row.Number("confidence")), 1e-9, row);
        }
    }

    [Fact]
    public void A_ratio_without_a_false_positive_has_no_bound_of_its_own() =>
        Assert.True(double.IsNaN(new ConfusionTable(5, 5, 0, 10).RiskRatioLowerKatz(.95)) && double.IsNaN(new ConfusionTable(5, 5, 0, 10).RiskRatioLowerBailey(.95)));
}
