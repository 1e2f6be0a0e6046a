using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using Pipeline.Core;

namespace Pipeline.Reports.Json;

/// <summary>The canonical JSON form: members in this order, numbers in their shortest exact form, LF, no byte-order mark.</summary>
internal static class ReportJson
{
    private static readonly JsonSerializerOptions Canonical = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    };

    public static string Of(RunReport report) => Canonically(Report(report));

    /// <summary>Writes any object in the canonical form.</summary>
    public static string Canonically(JsonObject json) => json.ToJsonString(Canonical) + "\n";

    /// <summary>A number; what JSON cannot spell becomes a word.</summary>
    public static JsonNode Number(double value) => value switch
    {
        double.NaN => "NaN",
        double.PositiveInfinity => "Infinity",
        double.NegativeInfinity => "-Infinity",
        _ => JsonValue.Create(value),
    };

    public static JsonNode? Number(double? value) => value is { } number ? Number(number) : null;

    /// <summary>An enumeration's member as policies write it: <c>candidate-alone</c>.</summary>
    public static string Word(Enum value) => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    public static JsonNode Digest(Digest digest) => digest.ToString();

    public static JsonArray List<T>(IEnumerable<T> items, Func<T, JsonNode?> node) => [.. items.Select(node)];

    public static JsonArray Words(IEnumerable<string> items) => List(items, item => item);

    private static JsonObject Report(RunReport report) => new()
    {
        ["schema"] = RunReport.Schema,
        ["pipeline"] = report.Pipeline,
        ["run"] = report.Run,
        ["started"] = report.Started.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'"),
        ["seconds"] = Number(report.Duration.TotalSeconds),
        ["productVersion"] = report.ProductVersion,
        ["machine"] = report.Machine,
        ["decision"] = DecisionJson.Of(report.Decision),
        ["source"] = SourceJson.Of(report.Source),
        ["settings"] = Settings(report.Settings),
        ["ledger"] = report.Ledger is { } ledger ? Ledger(ledger) : null,
        ["evidence"] = EvidenceJson.Of(report.Evidence),
        ["matching"] = report.Matching is { } matching ? MatchingJson.Of(matching) : null,
        ["refinement"] = report.Refinement is { } refinement ? RefinementJson.Of(refinement) : null,
        ["usefulness"] = report.Usefulness is { } usefulness ? UsefulnessJson.Of(usefulness) : null,
        ["stages"] = List(report.Stages, stage => new JsonObject
        {
            ["name"] = stage.Name,
            ["seconds"] = Number(stage.Seconds),
            ["note"] = stage.Note,
        }),
        ["peakMemoryMegabytes"] = Number(report.PeakMemoryMegabytes),
        ["cost"] = report.Cost is { } cost ? CostJson.Of(cost) : null,
        ["release"] = report.Release is { } release ? Release(release) : null,
        ["sampleRows"] = List(report.SampleRows, row => new JsonObject { ["id"] = row.Id, ["label"] = row.Label, ["text"] = row.Text }),
    };

    private static JsonObject Settings(RunSettings settings)
    {
        var json = new JsonObject
        {
            ["template"] = settings.Template,
            ["labels"] = Words(settings.Labels),
            ["model"] = settings.Model,
            ["modelDigest"] = Digest(settings.ModelDigest),
            ["method"] = settings.Method,
            ["texts"] = settings.Texts,
            ["proposals"] = settings.Proposals,
            ["seed"] = settings.Seed,
            ["policy"] = settings.Policy,
            ["policyDigest"] = Digest(settings.PolicyDigest),
            ["suite"] = settings.Suite,
            ["suiteDigest"] = Digest(settings.SuiteDigest),
        };
        if (settings.Style is { } style) json["style"] = style;
        if (settings.Purpose is { } purpose) json["purpose"] = purpose;
        if (settings.Recipient is { } recipient) json["recipient"] = recipient;
        return json;
    }

    private static JsonObject Ledger(LedgerSummary ledger) => new()
    {
        ["entry"] = Digest(ledger.Entry),
        ["mu"] = Number(ledger.Mu),
        ["epsilon"] = Number(ledger.Epsilon),
        ["delta"] = Number(ledger.Delta),
        ["runs"] = ledger.Runs,
    };

    private static JsonObject Release(ReleaseSummary release) => new()
    {
        ["fileName"] = release.FileName,
        ["rows"] = release.Rows,
        ["labels"] = List(release.Labels, label => new JsonObject { ["label"] = label.Label, ["rows"] = label.Rows }),
        ["digest"] = Digest(release.Digest),
        ["columns"] = Words(release.Columns),
    };
}
