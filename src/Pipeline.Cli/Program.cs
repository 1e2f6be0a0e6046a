using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using NLog;
using Pipeline.Cli;
using Pipeline.Cli.Commands;
using Pipeline.Core.Inputs;
using Spectre.Console;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, press) =>
{
    // The first Ctrl-C asks every stage to stop and clean up; a second one ends the process as usual.
    press.Cancel = !stop.IsCancellationRequested;
    stop.Cancel();
};

// A scheduler's SIGTERM asks the same way. The library's own handler is off: two signals in a row made it throw.
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
{
    signal.Cancel = !stop.IsCancellationRequested;
    stop.Cancel();
});

var root = new RootCommand(
    """
    Pipeline turns private labelled text into synthetic text that trains models as the private text would,
    proves what it can about the privacy of the result, measures the rest, and writes Parquet only when every
    rule of the policy holds.

    Exit codes: 0 approved, 3 refused, 2 bad input, 1 defect, 130 cancelled.
    """)
{
    RunCommand.Create(),
    PlanCommand.Create(),
    ValidateCommand.Create(),
    AuditCommand.Create(),
    InitCommand.Create(),
    PolicyCommand.Create(),
    VerifyCommand.Create(),
    KeysCommand.Create(),
    BudgetCommand.Create(),
    ModelCommand.Create(),
    DoctorCommand.Create(),
};

try
{
    return await root.Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, stop.Token);
}
catch (BadInputException bad)
{
    foreach (var problem in bad.Problems) Complaint(problem.ToString());
    return ExitCodes.BadInput;
}
catch (OperationCanceledException)
{
    Complaint("Cancelled. Nothing was written; a budget that had been spent stays spent.");
    return ExitCodes.Cancelled;
}
// The last resort of the whole program: the message of an unknown exception may quote private text, so only its kind is shown.
#pragma warning disable CA1031
catch (Exception defect)
#pragma warning restore CA1031
{
    // libtorch speaks of shapes and memory, never of text; without its words such a failure could not be explained.
    var native = defect is ExternalException ? defect.Message.Split('\n')[0] : "";
    LogManager.GetLogger("Pipeline").Fatal(defect, "defect {0}", native);
    Complaint($"A defect in Pipeline: {defect.GetType().Name} in {defect.TargetSite?.DeclaringType?.FullName}.{defect.TargetSite?.Name}. Nothing was released. The log has the stack trace.");
    return ExitCodes.Defect;
}
finally
{
    Logs.Stop();
}

static void Complaint(string line)
{
    // A file or another program gets whole lines; a person gets colour and wrapping.
    if (Console.IsErrorRedirected) Console.Error.WriteLine(line);
    else AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) }).MarkupLineInterpolated($"[red]{line}[/]");
}
