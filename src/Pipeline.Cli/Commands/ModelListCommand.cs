using System.CommandLine;
using System.Text.Json;
using Pipeline.Cli.Display;
using Pipeline.Cli.Models;
using Spectre.Console;

namespace Pipeline.Cli.Commands;

/// <summary><c>pipeline model list</c>: every model beside the program and in a folder of your own.</summary>
internal static class ModelListCommand
{
    public static Command Create()
    {
        var to = new Option<string?>("--to") { Description = "Another folder to look in, such as one that 'model pull --to' filled." };
        var json = new Option<bool>("--json") { Description = "Write JSON for machines; progress goes to standard error." };
        var command = new Command("list", "Lists the models that ship and those you pulled: architecture, weights, size, SHA-256 and licence. Reads no weights but to digest the files.") { to, json };
        command.SetAction((parsed, cancellation) => Task.FromResult(Run(parsed.GetValue(to), parsed.GetValue(json), cancellation)));
        return command;
    }

    private static int Run(string? to, bool json, CancellationToken cancellation)
    {
        string[] folders = [.. Directory.Exists(Shipped.Models) ? [Shipped.Models] : Array.Empty<string>(), .. to is null ? [] : new[] { to }];
        var found = ModelList.Below(folders);
        var models = Displays.Choose(json).Stage("digest", progress => ModelList.Digested(found, progress, cancellation));
        if (json) Console.WriteLine(Json(models));
        else Show(models);
        return ExitCodes.Done;
    }

    private static void Show(IReadOnlyList<ModelEntry> models)
    {
        Displays.LeaveLinesWhole();
        if (models.Count == 0) AnsiConsole.WriteLine("No models here. 'pipeline model pull' brings one.");
        foreach (var model in models)
        {
            AnsiConsole.MarkupLineInterpolated($"[bold]{model.Name}[/]");
            Row("path", Path.GetRelativePath(Environment.CurrentDirectory, model.Path));
            Row("architecture", model.Architecture ?? "unknown");
            Row("weights", Weights(model));
            Row("size", $"{model.Bytes:N0} bytes");
            foreach (var file in model.Files) Row("sha256", model.Files.Count == 1 ? file.Sha256!.Hex : $"{file.Sha256!.Hex}  {file.Name}");
            Row("licence", model.Licence ?? "none stated");
            if (model.Origin is { } origin) Row("pulled", $"{origin.Pulled:yyyy-MM-dd} from {origin.Url}");
            foreach (var problem in model.Problems) AnsiConsole.MarkupLineInterpolated($"  [red]{"problem",-14}[/]{problem}");
        }
    }

    private static void Row(string what, string value) => AnsiConsole.MarkupLineInterpolated($"  [grey]{what,-14}[/]{value}");

    private static string Weights(ModelEntry model) => (model.Weights, model.Stored) switch
    {
        ({ } count, { } stored) => $"{count:N0}, mostly {stored}",
        ({ } count, null) => $"{count:N0}",
        (null, { } stored) => stored,
        _ => "unknown",
    };

    private static string Json(IReadOnlyList<ModelEntry> models) => JsonSerializer.Serialize(new
    {
        schema = "pipeline-models/1",
        models = models.Select(model => new
        {
            name = model.Name,
            path = model.Path,
            format = model.Format,
            architecture = model.Architecture,
            weights = model.Weights,
            stored = model.Stored,
            bytes = model.Bytes,
            files = model.Files.Select(file => new { name = file.Name, bytes = file.Bytes, sha256 = file.Sha256!.Hex }),
            licence = model.Licence,
            url = model.Origin?.Url,
            revision = model.Origin?.Revision,
            problems = model.Problems,
        }),
    }, Indented);

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
}
