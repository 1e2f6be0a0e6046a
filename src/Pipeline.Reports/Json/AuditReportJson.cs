using System.Text.Json.Nodes;
using static Pipeline.Reports.Json.ReportJson;

namespace Pipeline.Reports.Json;

/// <summary>The canonical JSON form of an audit of texts made elsewhere, described by <c>schemas/audit.schema.json</c>.</summary>
internal static class AuditReportJson
{
    public static string Of(AuditReport report) => Canonically(new JsonObject
    {
        ["schema"] = AuditReport.Schema,
        ["started"] = report.Started.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'"),
        ["seconds"] = Number(report.Duration.TotalSeconds),
        ["productVersion"] = report.ProductVersion,
        ["peakMemoryMegabytes"] = Number(report.PeakMemoryMegabytes),
        ["outcome"] = report.Reasons.Count > 0 ? "refused" : report.Judgement is null ? "measured" : "holds",
        ["reasons"] = Words(report.Reasons),
        ["verdicts"] = List(report.Verdicts, DecisionJson.Verdict),
        ["policy"] = report.Judgement is { } judgement ? new JsonObject
        {
            ["name"] = judgement.Name,
            ["digest"] = Digest(judgement.Digest),
            ["notJudged"] = Words(judgement.NotJudged),
        } : null,
        ["suite"] = new JsonObject { ["name"] = report.Suite, ["digest"] = Digest(report.SuiteDigest) },
        ["source"] = File(report.Source),
        ["holdout"] = report.Holdout is { } holdout ? File(holdout) : null,
        ["candidate"] = File(report.Candidate),
        ["evidence"] = EvidenceJson.Of(report.Evidence),
    });

    private static JsonObject File(AuditedFile file) => new()
    {
        ["fileName"] = file.FileName,
        ["digest"] = Digest(file.Digest),
        ["texts"] = file.Texts,
        ["emptyTexts"] = file.EmptyTexts,
        ["text"] = file.Text,
        ["id"] = file.Id,
    };
}
