using System.Text.Json;
using Pipeline.Core.Evidence;
using Pipeline.Core.Plans;
using Pipeline.Synthesis.Style;

namespace Pipeline.Cli.Running;

/// <summary>Makes <c>plan.json</c>: what was asked, with every default filled in and every file named by digest.</summary>
internal static class PlanFile
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static string Of(PipelineFile file, Binding binding) => JsonSerializer.Serialize(new
    {
        schema = "pipeline-plan/1",
        name = file.Name,
        source = new
        {
            file = Path.GetFileName(file.Source.Path),
            digest = binding.Source.ToString(),
            format = file.Source.Format.ToString(),
            columns = new { id = file.Source.Id, text = file.Source.Text, label = file.Source.Label, unit = file.Source.Unit },
            classification = file.Source.Classification.ToString().ToLowerInvariant(),
            holdout = file.Source.Holdout,
        },
        task = new
        {
            template = file.Task.Template,
            labels = file.Task.Labels.Select(label => new { name = label.Name, token = label.Token, about = label.About }),
        },
        privacy = new
        {
            epsilon = file.Privacy.Epsilon,
            delta = file.Privacy.Delta,
            neighbours = file.Privacy.Neighbours.ToString(),
            unit = file.Source.Unit ?? "record",
            recordsPerUnit = file.Privacy.RecordsPerUnit,
            styleShare = file.Privacy.StyleShare,
        },
        synthesis = new
        {
            model = Path.GetFileName(file.Synthesis.Model),
            method = file.Synthesis.Method.ToString(),
            texts = file.Synthesis.Texts,
            rounds = file.Synthesis.Rounds,
            balance = file.Synthesis.Balance.ToString(),
            seed = file.Synthesis.Seed,
        },
        canaries = file.Canaries is { } canaries ? new { planted = canaries.Planted, words = canaries.Words } : null,
        prompts = new { kind = file.Public.Kind, openings = file.Public.Openings, avoid = file.Public.Avoid, examples = file.Public.Examples, style = file.Public.Style is { } note ? SurfaceStyle.Of(note).Describe() : null },
        audits = new { name = file.Audits.Name, digest = file.Audits.Digest.ToString(), audits = file.Audits.Audits.Select(audit => new { name = audit.Name, settings = audit.Settings.Numbers, patterns = audit.Settings.Patterns.ToDictionary(pattern => pattern.Name, pattern => pattern.Expression) }) },
        policy = new { name = file.Policy.Name, digest = file.Policy.Digest.ToString(), extends = file.Policy.Extends, exceptions = file.Policy.Exceptions.Select(exception => $"{exception.Relaxes}: {exception.Words}"), requirements = file.Policy.Require.Select(required => required.Words) },
        release = new { purpose = file.Release.Purpose, recipient = file.Release.Recipient },
        settings = binding.Settings.ToString(),
        candidate = binding.Candidate.ToString(),
    }, Indented) + "\n";
}
