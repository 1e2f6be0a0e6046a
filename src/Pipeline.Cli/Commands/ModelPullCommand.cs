using System.CommandLine;
using System.Text.Json;
using Pipeline.Cli.Display;
using Pipeline.Cli.Models;
using Pipeline.Cli.Pulling;
using Spectre.Console;

namespace Pipeline.Cli.Commands;

/// <summary><c>pipeline model pull SOURCE</c>: the one command that uses the network.</summary>
internal static class ModelPullCommand
{
    public static Command Create()
    {
        var source = new Argument<string>("SOURCE") { Description = "The address of one file (https://... or http://...), or the id of a hub's repository (owner/name)." };
        var to = new Option<string?>("--to") { Description = "The folder to fill. Default: pipelines/models, and a folder of the repository's name below it." };
        var sha256 = new Option<string?>("--sha256") { Description = "The SHA-256 that the file must have, as its publisher states it: 64 hexadecimal digits." };
        var file = new Option<string[]>("--file") { Description = "A file of the repository; may be given several times. Default: config.json, the safetensors weights and what lies beside them.", DefaultValueFactory = _ => [] };
        var revision = new Option<string?>("--revision") { Description = $"Branch, tag or commit of the repository. Default: {Hub.DefaultRevision}." };
        var host = new Option<string?>("--host") { Description = $"Base address of the hub. Default: {Hub.Variable} of the environment, else {Hub.DefaultHost}." };
        var json = new Option<bool>("--json") { Description = "Write what was pulled as JSON; progress goes to standard error." };
        var command = new Command("pull",
            $"""
            Brings a model from the network. A broken download is continued by the same command, a file gets its name only
            when it is whole and its digest is right, and {Origins.FileName} beside it says where it came from. Read its licence
            before you use it. Exit codes: 0 here now, 2 cannot be had, 130 cancelled.
            """)
        {
            source, to, sha256, file, revision, host, json,
        };
        command.SetAction((parsed, cancellation) => Task.FromResult(Run(
            PullPlan.Of(parsed.GetRequiredValue(source), parsed.GetValue(to), parsed.GetValue(sha256), parsed.GetValue(file)!, parsed.GetValue(revision), parsed.GetValue(host)),
            parsed.GetValue(json), cancellation)));
        return command;
    }

    private static int Run(PullPlan plan, bool json, CancellationToken cancellation)
    {
        using var transport = Transport.To(plan.First);
        try
        {
            var pulled = new Pull(plan, new Download(transport, TimeProvider.System, Download.Doubling), Displays.Choose(json), cancellation).Run();
            Displays.LeaveLinesWhole();
            if (json) Console.WriteLine(Json(plan, pulled));
            else foreach (var file in pulled) Show(file);
            return ExitCodes.Done;
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine("Cancelled. What came is kept in a .part file where the server allows to continue; the same command does.");
            return ExitCodes.Cancelled;
        }
    }

    private static void Show(Pulled file)
    {
        AnsiConsole.MarkupLineInterpolated($"[green]✓[/] {file.Path}");
        AnsiConsole.MarkupLineInterpolated($"  {file.Origin.Bytes:N0} bytes, sha256 {file.Origin.Sha256.Hex}");
        if (!file.IsNew) AnsiConsole.MarkupLine("  here already, unchanged since it was pulled");
        else if (file.Origin.Checked == Download.Unchecked) AnsiConsole.MarkupLine("  [yellow]compared with no digest[/]: give the publisher's with --sha256 where there is one");
        else AnsiConsole.MarkupLineInterpolated($"  compared with the {file.Origin.Checked}");
    }

    private static string Json(PullPlan plan, IReadOnlyList<Pulled> pulled) => JsonSerializer.Serialize(new
    {
        schema = "pipeline-model-pull/1",
        folder = plan.Folder,
        files = pulled.Select(file => new
        {
            file = file.Name,
            path = file.Path,
            url = file.Origin.Url,
            revision = file.Origin.Revision,
            bytes = file.Origin.Bytes,
            sha256 = file.Origin.Sha256.Hex,
            @checked = file.Origin.Checked,
            isNew = file.IsNew,
            resumed = file.Resumed,
        }),
    }, Indented);

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
}
