using System.CommandLine;
using Pipeline.Cli.Display;
using Pipeline.Cli.Planning;
using Pipeline.Cli.Running;
using Pipeline.Files;
using Pipeline.Reports;
using Spectre.Console;

namespace Pipeline.Cli.Commands;

/// <summary><c>pipeline plan FILE</c>: what a run would do, prove and cost.</summary>
internal static class PlanCommand
{
    public static Command Create()
    {
        var path = Arguments.PipelineFile();
        var json = new Option<bool>("--json") { Description = "Write the plan as one JSON object on standard output; progress goes to standard error." };
        var svg = new Option<string?>("--svg") { Description = "Draw the flow with its labels into this file." };
        var command = new Command("plan",
            """
            Says before a run what would flow where, proves that nothing private gets out except through a mechanism that has
            budget (or shows the way it takes), and says what the run would prove, what the ledger holds for the source and whether
            the policy still allows this run, and what it would cost. Reads the source for its counts alone; spends
            nothing and writes no run. The first plan with a model measures this machine for some seconds and remembers it
            in the state folder. Energy and price rest on assumptions you can set: PIPELINE_WATTS_PER_CORE,
            PIPELINE_PRICE_PER_HOUR and PIPELINE_CURRENCY. The counts it shows are of private data: for internal readers.
            Exit codes: 0 the run may go ahead, 3 the gate would refuse it, 2 bad input, 1 defect, 130 cancelled.
            """)
        {
            path, json, svg,
        };
        command.SetAction((parsed, cancellation) => Task.FromResult(Run(parsed.GetRequiredValue(path), parsed.GetValue(json), parsed.GetValue(svg), cancellation)));
        return command;
    }

    private static int Run(string path, bool json, string? svg, CancellationToken cancellation)
    {
        var state = StateFolder.Open();
        Logs.Start(state.Logs);
        var file = PipelineFiles.Load(path, KnownAudits.All);
        var live = !json && AnsiConsole.Profile.Capabilities.Interactive && !Console.IsOutputRedirected;
        IRunDisplay display = live ? new BarDisplay(AnsiConsole.Console) : new LineDisplay(json ? Console.Error : Console.Out);
        var plan = new Planner(file, state, display).Make(cancellation);
        if (svg is not null) FlowPicture.Write(plan.Flow, svg);
        if (json) Console.WriteLine(PlanJson.Of(plan));
        else PlanText.Show(AnsiConsole.Console, plan);
        return plan.SureToBeRefused ? ExitCodes.Refused : ExitCodes.Done;
    }
}
