namespace Pipeline.Reports.Html.Sections;

/// <summary>What the run cost: counted work, and estimates with their assumptions.</summary>
internal static class Cost
{
    public static object Of(RunReport report) => new
    {
        Known = report.Cost is not null,
        Facts = report.Cost is { } cost ? Facts(cost) : [],
        Assumptions = report.Cost is { } assumed
            ? $"Energy and price are estimates: {Shown.Number(assumed.WattsPerCore)} W for each busy core, and {Shown.Number(assumed.PricePerHour)} {assumed.Currency} an hour for the machine."
            : "",
        Stages = report.Cost is { } counted
            ? counted.Stages.Select(stage => new
            {
                stage.Name,
                Time = Shown.Seconds(stage.Seconds),
                Written = Shown.Count(stage.TokensWritten),
                Read = Shown.Count(stage.PositionsRead),
            }).ToList()
            : [],
    };

    private static Fact[] Facts(RunCost cost) =>
    [
        new("Time", Shown.Seconds(cost.Seconds)),
        new("Processor time, all cores", Shown.Seconds(cost.ProcessorSeconds)),
        new("Tokens written", Shown.Count(cost.TokensWritten)),
        new("Positions read", Shown.Count(cost.PositionsRead)),
        new("Largest memory", Shown.Megabytes(cost.PeakMemoryMegabytes)),
        new("Energy, estimated", $"{Shown.Number(cost.WattHours)} Wh"),
        new("Price, estimated", $"{Shown.Number(cost.Price)} {cost.Currency}"),
        .. cost.PricePerThousandTexts is { } each ? (Fact[])[new("Price of 1,000 such texts, estimated", $"{Shown.Number(each)} {cost.Currency}")] : [],
    ];
}
