using System.CommandLine;
using Pipeline.Cli.Running;
using Pipeline.Files;
using Spectre.Console;

namespace Pipeline.Cli.Commands;

/// <summary><c>pipeline validate FILE</c>: reads the pipeline file with its suite and policy, and runs nothing.</summary>
internal static class ValidateCommand
{
    public static Command Create()
    {
        var path = Arguments.PipelineFile();
        var command = new Command("validate", "Checks a pipeline file with the audit suite and policy it names; reads no data and runs nothing.") { path };
        command.SetAction(parsed =>
        {
            var file = PipelineFiles.Load(parsed.GetRequiredValue(path), KnownAudits.All);
            AnsiConsole.MarkupLineInterpolated($"[green]✓[/] {file.Name}: {file.Task.Labels.Count} labels, {file.Audits.Audits.Count} audits, policy '{file.Policy.Name}' with {file.Policy.Require.Count} requirements.");
            return ExitCodes.Done;
        });
        return command;
    }
}
