using System.CommandLine;
using Pipeline.Cli.Auditing;
using Pipeline.Cli.Display;
using Pipeline.Core.Inputs;
using Pipeline.Reports;
using Spectre.Console;

namespace Pipeline.Cli.Commands;

/// <summary><c>pipeline audit</c>: only the audits, for synthetic text made by any other tool.</summary>
internal static class AuditCommand
{
    private const int DefaultMegabytes = 1000;

    public static Command Create()
    {
        var source = new Option<string>("--source") { Description = "The private records the texts were made from: .csv, .tsv, .jsonl or .parquet. May be larger than memory.", Required = true };
        var candidate = new Option<string>("--candidate") { Description = "The synthetic texts, in a file of one of these kinds.", Required = true };
        var holdout = new Option<string?>("--holdout") { Description = "Private records the texts were not made from. What occurs as often there is chance and no leak, so give them where you can." };
        var suite = new Option<string>("--suite") { Description = "The audits to run: a suite's file, or the name of one that ships (quick, standard, thorough).", DefaultValueFactory = _ => "standard" };
        var policy = new Option<string?>("--policy") { Description = "Judge the findings by a policy: its file, or the name of one that ships (standard, strict). What it requires of guarantees is listed and not judged, since nothing was proved of texts made elsewhere." };
        var text = new Option<string?>("--text") { Description = "Column with the text, in every file. Without it the column of the longest values is taken, as 'init' does." };
        var candidateText = new Option<string?>("--candidate-text") { Description = "Column with the text of the candidate, where it has another name." };
        var label = new Option<string?>("--label") { Description = "Column with the label. Without it texts have none; of the audits that ship only inference asks for it." };
        var id = new Option<string?>("--id") { Description = "Column that names the texts. Without it a column called 'id', else the row number." };
        var json = new Option<bool>("--json") { Description = "Write JSON for machines (schemas/audit.schema.json); progress goes to standard error." };
        var file = new Option<string?>("--out") { Description = "Write the JSON to this file as well, whole or not at all. A file that exists stays." };
        var memory = new Option<int>("--memory") { Description = "Megabytes the index of an audit may take. A larger candidate is taken in parts and the source walked through once for each.", DefaultValueFactory = _ => DefaultMegabytes };
        var spill = new Option<bool>("--spill") { Description = "Keep the prepared source on the disk between such walks, in a file without a name below the state folder that vanishes with the process." };
        var command = new Command("audit",
            """
            Measures synthetic text made by any other tool against the private records it was made from: copies, near copies,
            long common runs, personal values. It reads two files, spends no budget, writes no ledger and releases nothing.
            Records are named by salted hash, and no private text is shown.

            The source is compared record by record, each text of the candidate with every record:
              pipeline audit --source mail.parquet --candidate synthetic.jsonl
              pipeline audit --source mail.csv --holdout aside.csv --candidate synthetic.csv --policy strict --out audit.json

            Exit codes: 0 measured, and every requirement on findings holds where a policy is given; 3 refused by the policy,
            or an audit could not finish; 2 bad input; 1 defect; 130 cancelled.
            """)
        {
            source, candidate, holdout, suite, policy, text, candidateText, label, id, json, file, memory, spill,
        };
        command.SetAction((parsed, cancellation) => Task.FromResult(Run(
            new AuditRequest
            {
                Source = parsed.GetRequiredValue(source),
                Candidate = parsed.GetRequiredValue(candidate),
                Holdout = parsed.GetValue(holdout),
                Suite = parsed.GetRequiredValue(suite),
                Policy = parsed.GetValue(policy),
                Text = parsed.GetValue(text),
                CandidateText = parsed.GetValue(candidateText),
                Label = parsed.GetValue(label),
                Id = parsed.GetValue(id),
                IndexMegabytes = parsed.GetValue(memory),
                Spill = parsed.GetValue(spill),
            },
            parsed.GetValue(json), parsed.GetValue(file), cancellation)));
        return command;
    }

    private static int Run(AuditRequest request, bool json, string? to, CancellationToken cancellation)
    {
        if (to is not null && File.Exists(to)) throw new BadInputException(to, "There is a file of this name already, and it stays.", "another name after --out");
        if (to is not null && Path.GetDirectoryName(Path.GetFullPath(to)) is { } folder && !Directory.Exists(folder))
            throw new BadInputException(to, "There is no such folder.", "a folder that exists");
        if (request.IndexMegabytes is < 1 or > 1_000_000) throw new BadInputException("--memory", $"An index cannot be held to {request.IndexMegabytes} megabytes.", "a whole number from 1 to 1000000");
        var state = StateFolder.Open();
        Logs.Start(state.Logs);
        var report = new OutsideAudit(request, state, Displays.Choose(json), TimeProvider.System).Run(cancellation);
        cancellation.ThrowIfCancellationRequested();
        if (to is not null) ReportWriter.WriteJson(report, to);
        Displays.LeaveLinesWhole();
        if (json) Console.Write(ReportWriter.Json(report));
        else AuditTable.Show(AnsiConsole.Console, report);
        return report.Reasons.Count == 0 ? ExitCodes.Done : ExitCodes.Refused;
    }
}
