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
        Chart = UsefulnessChart.Draw(usefulness.Rows, usefulness.Chance),
        Chance = Shown.Share(usefulness.Chance),
        Majority = Shown.Share(usefulness.Majority),
        Rows = Rows(usefulness.Rows),
        HasJudge = usefulness.Judge is not null,
        Judge = usefulness.Judge is { } judge ? Judged(judge, usefulness.Chance) : new { },
        HasNote = usefulness.WithoutJudge is not null,
        Note = usefulness.WithoutJudge ?? "",
    };

    private static object Judged(JudgeSummary judge, double chance) => new
    {
        Name = judge.Judge,
        Chart = UsefulnessChart.Draw(judge.Rows, chance),
        Rows = Rows(judge.Rows),
        HasCurve = judge.Curve.Count > 0,
        Curve = LowDataFigure.Draw(judge.Curve, chance),
        Variety = judge.Variety.Select(row => new
        {
            row.Measure,
            row.Meaning,
            Candidate = Value(row, row.Candidate),
            Private = Value(row, row.Private),
            ZeroShot = Value(row, row.ZeroShot),
        }).ToList(),
    };

    private static object Rows(IEnumerable<UsefulnessRow> rows) => rows.Select(row => new
    {
        row.TrainingSet,
        row.IsCandidate,
        Texts = Shown.Count(row.Texts),
        Accuracy = Shown.Share(row.Accuracy),
        Interval = Shown.Between(row.Lower, row.Upper),
        Draws = Shown.Count(row.Draws),
    }).ToList();

    private static string Value(VarietyRow row, double? value) =>
        value is not { } number ? "–" : row.IsShare ? Shown.Share(number) : Shown.Number(number);
}
