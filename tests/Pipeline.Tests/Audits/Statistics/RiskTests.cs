using System.Text.Json;
using Pipeline.Audits.Statistics;
using static Pipeline.Tests.Core.Numerics.GoldenNumbers;

namespace Pipeline.Tests.Audits.Statistics;

/// <summary>Exposure, residual risk and entropy against golden values.</summary>
public sealed class RiskTests
{
    private static readonly JsonElement Golden = Load("numerics", "statistics.json");

    [Fact]
    public void Exposure_is_the_golden_one()
    {
        foreach (var row in Golden.Rows("exposure"))
        {
            var written = row.GetProperty("other_log_perplexities");
            // the one long list is written as words: 0, 1, ... 1022
            var others = written.ValueKind == JsonValueKind.String ? [.. Enumerable.Range(0, row.Whole("candidates") - 1).Select(i => (double)i)] : written.Vector();
            var exposure = Exposure.Of(row.Number("canary_log_perplexity"), others);
            Assert.Equal((row.Whole("candidates"), row.Whole("rank_best"), row.Whole("rank_worst")), (exposure.Candidates, exposure.BestRank, exposure.WorstRank));
            Near(row.Number("rank_mid"), exposure.MiddleRank, 1e-9, row);
            Assert.Equal(row.Number("exposure_best_rank"), exposure.Bits, 1e-12);
            Assert.Equal(row.Number("exposure_worst_rank"), exposure.At(exposure.WorstRank), 1e-12);
            Assert.Equal(row.Number("exposure_mid_rank"), exposure.At(exposure.MiddleRank), 1e-12);
        }
    }

    [Fact]
    public void Residual_risk_is_the_golden_one()
    {
        foreach (var row in Golden.Rows("residual_risk"))
        {
            var risk = ResidualRisk.Of(row.Whole("attack_hits"), row.Whole("attack_n"), row.Whole("control_hits"), row.Whole("control_n"));
            Near(row.Number("residual"), risk.Value, 1e-9, row);
            Near(row.Number("residual_error"), risk.Error, 1e-9, row);
            foreach (var (golden, own) in new[] { ("attack", risk.Attack), ("control", risk.Control) })
            {
                Near(row.GetProperty(golden).Vector()[0], own.Centre, 1e-9, row);
                Near(row.GetProperty(golden).Vector()[1], own.HalfWidth, 1e-9, row);
            }
        }
    }

    [Fact]
    public void Entropy_is_the_golden_one()
    {
        foreach (var row in Golden.Rows("shannon_entropy"))
        {
            var counts = row.GetProperty("counts").Integers();
            if (row.GetProperty("nats").ValueKind == JsonValueKind.Null) Assert.True(double.IsNaN(ShannonEntropy.Nats(counts)));
            else
            {
                Assert.Equal(row.Number("nats"), ShannonEntropy.Nats(counts), 1e-12);
                Assert.Equal(row.Number("bits"), ShannonEntropy.Bits(counts), 1e-12);
            }
        }
        foreach (var row in Golden.Rows("diversity"))
        {
            var words = row.Rows("texts").SelectMany(text => text.GetString()!.Split(' ', StringSplitOptions.RemoveEmptyEntries));
            Assert.Equal(row.Number("entropy_bits"), ShannonEntropy.Bits([.. words.CountBy(word => word).Select(pair => pair.Value)]), 1e-12);
        }
    }
}
