using System.Text;
using System.Text.Json;
using Pipeline.Data.Sources;

namespace Pipeline.Cli.Starting;

/// <summary>Writes a first pipeline file: everything it must say, with comments where a person has to decide.</summary>
internal static class FirstPipeline
{
    public static string For(ColumnGuess guess, string path)
    {
        var folder = Path.GetDirectoryName(path)!;
        var name = Name(Path.GetFileNameWithoutExtension(path));
        var text = new StringBuilder();
        text.AppendLine($"# A first pipeline for {Path.GetFileName(guess.Path)}. Check every line with the words 'decide'.");
        text.AppendLine($"name: {name}");
        text.AppendLine("source:");
        text.AppendLine($"  format: {(guess.Format == SourceFormat.JsonLines ? "jsonl" : guess.Format.ToString().ToLowerInvariant())}");
        text.AppendLine($"  path: {Quote(Relative(folder, guess.Path))}");
        if (guess.Id is { } id) text.AppendLine($"  id: {Quote(id)}");
        text.AppendLine($"  text: {Quote(guess.Text)}");
        text.AppendLine($"  label: {Quote(guess.Label)}");
        if (guess.Unit is { } unit) text.AppendLine($"  unit: {Quote(unit)}");
        else text.AppendLine("  # decide: unit: COLUMN   says whose a record is; without it the single record is protected, not the person");
        text.AppendLine("  classification: confidential   # decide: public, internal, confidential or restricted");
        text.AppendLine("  holdout: 0.25                  # kept aside to measure usefulness and to tell leaks from chance");
        text.AppendLine("task:");
        text.AppendLine("  template: \"{text} This text is about\"   # decide: words that lead from a text to its label");
        text.AppendLine("  labels:");
        foreach (var label in guess.Labels)
        {
            text.AppendLine($"    {Quote(label)}:");
            text.AppendLine($"      token: {Quote(" " + label.ToLowerInvariant())}");
            text.AppendLine($"      about: [ {Quote(label.Replace('_', ' ').Replace('-', ' ').ToLowerInvariant())} ]   # decide: 4 to 8 topics in your own words, none copied from the data");
        }
        text.AppendLine("public:");
        text.AppendLine("  kind: A short text by a person   # decide: what kind of text it is; it goes into prompts");
        text.AppendLine($"privacy: {{ epsilon: 4, delta: 1e-4, neighbours: add-or-remove-one-unit, records per unit: 1 }}");
        text.AppendLine($"synthesis: {{ model: {Quote(Relative(folder, Shipped.Path("pipelines", "models", "smollm2-135m-instruct-q4_1.gguf")))}, method: match, texts: 100 }}");
        text.AppendLine($"audits: {Quote(Relative(folder, Shipped.Path("audits", "standard.yaml")))}");
        text.AppendLine($"policy: {Quote(Relative(folder, Shipped.Path("policies", "standard.yaml")))}");
        text.AppendLine($"release: {{ to: {Quote("out/" + name)}, approval: none }}");
        return text.ToString().ReplaceLineEndings("\n");
    }

    private static string Relative(string folder, string path) => Path.GetRelativePath(folder, Path.GetFullPath(path)).Replace('\\', '/');

    private static string Name(string file)
    {
        var name = string.Concat(file.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')).Trim('-');
        return name.Length == 0 ? "pipeline" : name;
    }

    /// <summary>A JSON string is a YAML string.</summary>
    private static string Quote(string value) => JsonSerializer.Serialize(value, Relaxed);

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
