using System.Text.Json.Nodes;

namespace Pipeline.Reports.Json;

/// <summary>The cost of a run; what is estimated stands under <c>estimates</c>, with the assumption it rests on.</summary>
internal static class CostJson
{
    public static JsonObject Of(RunCost cost) => new()
    {
        ["stages"] = ReportJson.List(cost.Stages, stage => new JsonObject
        {
            ["name"] = stage.Name,
            ["seconds"] = ReportJson.Number(stage.Seconds),
            ["tokensWritten"] = stage.TokensWritten,
            ["positionsRead"] = stage.PositionsRead,
        }),
        ["seconds"] = ReportJson.Number(cost.Seconds),
        ["processorSeconds"] = ReportJson.Number(cost.ProcessorSeconds),
        ["tokensWritten"] = cost.TokensWritten,
        ["positionsRead"] = cost.PositionsRead,
        ["texts"] = cost.Texts,
        ["peakMemoryMegabytes"] = ReportJson.Number(cost.PeakMemoryMegabytes),
        ["estimates"] = new JsonObject
        {
            ["wattsPerCore"] = ReportJson.Number(cost.WattsPerCore),
            ["wattHours"] = ReportJson.Number(cost.WattHours),
            ["pricePerHour"] = ReportJson.Number(cost.PricePerHour),
            ["currency"] = cost.Currency,
            ["price"] = ReportJson.Number(cost.Price),
            ["pricePerThousandTexts"] = ReportJson.Number(cost.PricePerThousandTexts),
        },
    };
}
