using System.Text.Json.Nodes;
using Pipeline.Core.Policies;
using Pipeline.Core.Releases;
using static Pipeline.Reports.Json.ReportJson;

namespace Pipeline.Reports.Json;

/// <summary>The decision, its reasons and the verdict on every requirement.</summary>
internal static class DecisionJson
{
    public static JsonObject Of(Decision decision) => new()
    {
        ["outcome"] = decision is Approved ? "approved" : "refused",
        ["reasons"] = Words(decision is Refused refused ? refused.Reasons : []),
        ["verdicts"] = List(decision.Verdicts, Verdict),
    };

    public static JsonObject Verdict(Verdict verdict) => new()
    {
        ["requirement"] = Requirement(verdict.Requirement),
        ["outcome"] = Word(verdict.Outcome),
        ["observed"] = Number(verdict.Observed),
        ["because"] = verdict.Because,
    };

    private static JsonObject Requirement(Requirement requirement)
    {
        var json = new JsonObject { ["where"] = requirement.Where, ["words"] = requirement.Words };
        switch (requirement)
        {
            case GuaranteeRequirement guarantee:
                json["kind"] = "guarantee";
                json["epsilonAtMost"] = Number(guarantee.Epsilon);
                json["deltaAtMost"] = Number(guarantee.Delta);
                json["cumulative"] = guarantee.Cumulative;
                break;
            case FindingRequirement finding:
                json["kind"] = "finding";
                json["audit"] = finding.Audit;
                json["measure"] = finding.Measure;
                json["against"] = Word(finding.Against);
                json["on"] = Word(finding.On);
                json["confidence"] = Number(finding.Confidence);
                json["atMost"] = Number(finding.AtMost);
                json["atLeast"] = Number(finding.AtLeast);
                break;
        }
        if (requirement.Name is { } name) json["name"] = name;
        if (requirement.Under is { } exception)
        {
            json["exception"] = new JsonObject
            {
                ["where"] = exception.Where,
                ["until"] = exception.Until.ToString("yyyy-MM-dd"),
                ["approvedBy"] = exception.ApprovedBy,
                ["because"] = exception.Because,
            };
        }
        return json;
    }
}
