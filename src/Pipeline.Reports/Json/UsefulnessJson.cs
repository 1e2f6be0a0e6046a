using System.Text.Json.Nodes;

namespace Pipeline.Reports.Json;

/// <summary>Usefulness in the report: the head's table, and the judge's when it ran.</summary>
internal static class UsefulnessJson
{
    public static JsonObject Of(UsefulnessSummary usefulness) => new()
    {
        ["audience"] = "internal",
        ["head"] = usefulness.Head,
        ["holdoutRecords"] = usefulness.HoldoutRecords,
        ["chance"] = ReportJson.Number(usefulness.Chance),
        ["majority"] = ReportJson.Number(usefulness.Majority),
        ["rows"] = Rows(usefulness.Rows),
        ["judge"] = usefulness.Judge is { } judge ? Judge(judge) : null,
        ["withoutJudge"] = usefulness.WithoutJudge,
    };

    private static JsonArray Rows(IEnumerable<UsefulnessRow> rows) => ReportJson.List(rows, row => new JsonObject
    {
        ["trainingSet"] = row.TrainingSet,
        ["texts"] = row.Texts,
        ["accuracy"] = ReportJson.Number(row.Accuracy),
        ["lower"] = ReportJson.Number(row.Lower),
        ["upper"] = ReportJson.Number(row.Upper),
        ["draws"] = row.Draws,
        ["isCandidate"] = row.IsCandidate,
    });

    private static JsonObject Judge(JudgeSummary judge) => new()
    {
        ["judge"] = judge.Judge,
        ["rows"] = Rows(judge.Rows),
        ["curve"] = ReportJson.List(judge.Curve, point => new JsonObject
        {
            ["trainingSet"] = point.TrainingSet,
            ["texts"] = point.Texts,
            ["accuracy"] = ReportJson.Number(point.Accuracy),
            ["lower"] = ReportJson.Number(point.Lower),
            ["upper"] = ReportJson.Number(point.Upper),
        }),
        ["variety"] = ReportJson.List(judge.Variety, row => new JsonObject
        {
            ["measure"] = row.Measure,
            ["isShare"] = row.IsShare,
            ["candidate"] = ReportJson.Number(row.Candidate),
            ["private"] = ReportJson.Number(row.Private),
            ["zeroShot"] = ReportJson.Number(row.ZeroShot),
        }),
    };
}
