using System.Text.Json.Nodes;
using static Pipeline.Reports.Json.ReportJson;

namespace Pipeline.Reports.Json;

/// <summary>What was done to the texts after they were proposed, round by round, and the check of where it stopped.</summary>
internal static class RefinementJson
{
    public static JsonObject Of(RefinementSummary refinement) => new()
    {
        ["classes"] = List(refinement.Classes, label => new JsonObject
        {
            ["label"] = label.Label,
            ["texts"] = label.Texts,
            ["residualBefore"] = Number(label.ResidualBefore),
            ["residualAfter"] = Number(label.ResidualAfter),
            ["perplexityBefore"] = Number(label.PerplexityBefore),
            ["perplexityAfter"] = Number(label.PerplexityAfter),
            ["rounds"] = List(label.Rounds, round => new JsonObject
            {
                ["residual"] = Number(round.Residual),
                ["merit"] = Number(round.Merit),
                ["accepted"] = round.Accepted,
                ["primal"] = Number(round.Primal),
                ["dual"] = Number(round.Dual),
            }),
            ["check"] = label.Check is { } check ? Check(check) : null,
        }),
    };

    private static JsonObject Check(StopCheck check) => new()
    {
        ["stopped"] = check.Stopped,
        ["tau"] = Number(check.Tau),
        ["checked"] = check.Checked,
        ["improving"] = check.Improving,
        ["greatestGain"] = Number(check.GreatestGain),
        ["verified"] = check.Verified,
        ["unrefined"] = check.Unrefined,
    };
}
