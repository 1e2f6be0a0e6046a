using System.CommandLine;
using Pipeline.Cli.Display;
using Pipeline.Cli.Running;
using Pipeline.Core.Releases;
using Pipeline.Files;
using Spectre.Console;

namespace Pipeline.Cli.Commands;

/// <summary><c>pipeline run FILE</c>: the main job.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var path = Arguments.PipelineFile();
        var json = new Option<bool>("--json") { Description = "Write the outcome as one JSON object on standard output; progress goes to standard error." };
        var command = new Command("run",
            """
            Reads the private text, learns a noisy gradient from it under the budget, writes synthetic text that matches
            it, audits the result, and writes Parquet if and only if every rule of the policy holds. Always leaves a
            report in the release folder. Exit codes: 0 approved, 3 refused, 2 bad input, 1 defect, 130 cancelled.
            """)
        {
            path, json,
        };
        command.SetAction((parsed, cancellation) => Task.FromResult(Run(parsed.GetRequiredValue(path), parsed.GetValue(json), cancellation)));
        return command;
    }

    private static int Run(string path, bool json, CancellationToken cancellation)
    {
        var state = StateFolder.Open();
        Logs.Start(state.Logs);
        var file = PipelineFiles.Load(path, KnownAudits.All);
        if (file.Schedule is not null)
            Console.Error.WriteLine("This version does not run schedules: 'schedule' is checked and left to cron or another scheduler; this run starts now.");
        var live = !json && AnsiConsole.Profile.Capabilities.Interactive && !Console.IsOutputRedirected;
        IRunDisplay display = live ? new BarDisplay(AnsiConsole.Console) : new LineDisplay(json ? Console.Error : Console.Out);
        var result = new PipelineRunner(file, state, display, TimeProvider.System).Run(cancellation);
        if (json) Console.WriteLine(OutcomeJson.Of(result));
        else SummaryTable.Show(AnsiConsole.Console, result);
        return result.Report.Decision is Approved ? ExitCodes.Done : ExitCodes.Refused;
    }
}
