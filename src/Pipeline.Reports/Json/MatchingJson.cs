using System.Text.Json.Nodes;
using static Pipeline.Reports.Json.ReportJson;

namespace Pipeline.Reports.Json;

/// <summary>The matching and its certificate.</summary>
internal static class MatchingJson
{
    public static JsonObject Of(MatchingSummary matching) => new()
    {
        ["features"] = matching.Features,
        ["classes"] = List(matching.Classes, Class),
        ["cosineAtStart"] = Number(matching.CosineAtStart),
        ["cosineAlongPath"] = List(matching.CosineAlongPath, Number),
        ["certificate"] = new JsonObject
        {
            ["radius"] = Number(matching.Certificate.Radius),
            ["headNorm"] = Number(matching.Certificate.HeadNorm),
            ["relative"] = Number(matching.Certificate.Relative),
            ["distance"] = Number(matching.Certificate.Distance),
            ["vacuous"] = matching.Certificate.Vacuous,
        },
    };

    private static JsonObject Class(ClassMatching label)
    {
        var json = new JsonObject
        {
            ["label"] = label.Label,
            ["proposals"] = label.Proposals,
            ["agreeing"] = label.Agreeing,
            ["kept"] = label.Kept,
            ["chosen"] = label.Chosen,
            ["residualOfRandom"] = Number(label.ResidualOfRandom),
            ["residualAfterGreedy"] = Number(label.ResidualAfterGreedy),
            ["residualAfterSwaps"] = Number(label.ResidualAfterSwaps),
        };
        if (label.Guided > 0) json["guided"] = label.Guided;
        return json;
    }
}
