using Pipeline.Reports.Figures;

namespace Pipeline.Reports.Html.Sections;

/// <summary>What the texts are worth for training, measured on the private holdout.</summary>
internal static class Useful
{
    public static object Of(RunReport report) => report.Usefulness is { } usefulness ? Measured(usefulness) : new { Measured = false };

    private static object Measured(UsefulnessSummary usefulness) => new
    {
        Measured = true,
        usefulness.Head,
        Holdout = Shown.Count(usefulness.HoldoutRecords, "holdout record"),
        Chart = UsefulnessChart.Draw(usefulness),
        Chance = Shown.Share(usefulness.Chance),
        Majority = Shown.Share(usefulness.Majority),
        Rows = usefulness.Rows.Select(row => new
        {
            row.TrainingSet,
            row.IsCandidate,
            Texts = Shown.Count(row.Texts),
            Accuracy = Shown.Share(row.Accuracy),
            Interval = Shown.Between(row.Lower, row.Upper),
            Draws = Shown.Count(row.Draws),
        }).ToList(),
    };
}
