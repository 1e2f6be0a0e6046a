using System.Text.Json;
using System.Text.Json.Nodes;
using Pipeline.Attestation.Signing;
using Pipeline.Core.Evidence;
using Pipeline.Core.Inputs;

namespace Pipeline.Attestation.Verifying;

/// <summary>
/// Whether the pages that people read say what was signed. Their digests show that nobody changed them since; this shows that
/// they were not written otherwise from the beginning.
/// </summary>
internal static class Agreement
{
    /// <summary>The plan against the statement.</summary>
    public static string? OfPlan(byte[] file, ReleaseStatement statement) => Differing("plan.json", file,
    [
        (["schema"], "pipeline-plan/1"),
        (["name"], statement.Pipeline),
        (["source", "digest"], statement.Binding.Source.ToString()),
        (["source", "classification"], statement.Decision.Classification.ToString().ToLowerInvariant()),
        (["policy", "name"], statement.PolicyName),
        (["policy", "digest"], statement.Policy.ToString()),
        (["release", "purpose"], statement.Decision.Purpose),
        (["release", "recipient"], statement.Decision.Recipient),
        (["settings"], statement.Binding.Settings.ToString()),
        (["candidate"], statement.Binding.Candidate.ToString()),
    ], _ => null);

    /// <summary>The report for machines against the statement and its evidence.</summary>
    public static string? OfReport(byte[] file, ReleaseStatement statement, EvidenceRecord evidence) => Differing("report.json", file,
    [
        (["schema"], "pipeline-report/1"),
        (["pipeline"], statement.Pipeline),
        (["run"], statement.Run),
        (["productVersion"], statement.Product),
        (["decision", "outcome"], statement.Decision.Approves ? "approved" : "refused"),
        (["source", "digest"], statement.Binding.Source.ToString()),
        (["settings", "policy"], statement.PolicyName),
        (["settings", "policyDigest"], statement.Policy.ToString()),
        (["evidence", "digest"], evidence.Digest.ToString()),
        (["evidence", "binding", "candidate"], statement.Binding.Candidate.ToString()),
        (["evidence", "binding", "source"], statement.Binding.Source.ToString()),
        (["evidence", "binding", "settings"], statement.Binding.Settings.ToString()),
    ], report =>
    {
        if (!Texts(report["decision"]?["reasons"]).SequenceEqual(statement.Decision.Reasons)) return "decision, reasons";
        var verdicts = report["decision"]?["verdicts"]?.AsArray() ?? [];
        return verdicts.Count == statement.Decision.Verdicts.Count && verdicts.Zip(statement.Decision.Verdicts).All(pair =>
            pair.First?["requirement"]?["words"]?.GetValue<string>() == pair.Second.Words
            && string.Equals(pair.First?["outcome"]?.GetValue<string>(), pair.Second.Outcome.ToString(), StringComparison.OrdinalIgnoreCase)) ? null : "decision, verdicts";
    });

    private static string? Differing(string name, byte[] file, IEnumerable<(string[] Path, string? Value)> signed, Func<JsonNode, string?> further)
    {
        try
        {
            var page = JsonNode.Parse(file) ?? throw new JsonException("null");
            foreach (var (path, value) in signed)
            {
                var found = path.Aggregate((JsonNode?)page, (node, key) => node?[key]);
                if (found?.GetValue<string>() != value) return Says(string.Join(", ", path));
            }
            return further(page) is { } where ? Says(where) : null;
        }
        catch (Exception other) when (other is JsonException or InvalidOperationException or FormatException)
        {
            throw new BadInputException(new Problem(name, "It is not as Pipeline writes it.", "the file of the run, unchanged"), other);
        }

        string Says(string where) => $"At '{where}' {name} says something else than the statement.";
    }

    private static IEnumerable<string> Texts(JsonNode? list) => (list?.AsArray() ?? []).Select(text => text?.GetValue<string>() ?? "");
}
