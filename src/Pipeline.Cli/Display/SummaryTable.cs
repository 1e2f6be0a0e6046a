using Pipeline.Cli.Running;
using Pipeline.Core.Policies;
using Pipeline.Core.Releases;
using Pipeline.Reports;
using Spectre.Console;

namespace Pipeline.Cli.Display;

/// <summary>What a run came to, on one screen.</summary>
internal static class SummaryTable
{
    public static void Show(IAnsiConsole console, RunResult result)
    {
        var report = result.Report;
        console.WriteLine();
        console.Write(Requirements(report.Decision.Verdicts));
        if (report.Usefulness is { } usefulness)
        {
            var table = new Table().Border(TableBorder.Rounded).Title("Does it train a model? Accuracy on the private holdout")
                .AddColumn("Trained on").AddColumn(new TableColumn("Texts").RightAligned()).AddColumn(new TableColumn("Accuracy").RightAligned()).AddColumn("95 % interval")
                .AddColumn(new TableColumn("By the judge").RightAligned()).AddColumn("95 % interval");
            foreach (var (i, row) in usefulness.Rows.Index())
                table.AddRow([Markup.Escape(row.TrainingSet), $"{row.Texts:N0}", .. Cells(row), .. usefulness.Judge is { } judge ? Cells(judge.Rows[i]) : ["did not run", ""]]);
            console.Write(table);
        }
        var times = new Table().Border(TableBorder.Rounded).Title("Where the time went")
            .AddColumn("Stage").AddColumn(new TableColumn("Time").RightAligned());
        foreach (var stage in report.Stages) times.AddRow(Markup.Escape(stage.Name), Rates.Duration(TimeSpan.FromSeconds(stage.Seconds)));
        times.AddRow("[bold]In all[/]", $"[bold]{Rates.Duration(report.Duration)}[/]");
        times.AddRow("Largest memory", $"{report.PeakMemoryMegabytes / 1000:N2} GB");
        if (report.Cost is { } cost)
        {
            times.AddRow("Model", $"{cost.TokensWritten:N0} tokens written, {cost.PositionsRead:N0} positions read");
            times.AddRow("Estimated", $"{cost.WattHours:N1} Wh{(cost.PricePerThousandTexts is { } each ? $", {each:G2} {cost.Currency} for 1,000 texts" : "")}");
        }
        console.Write(times);

        if (report.Decision is Refused refused)
        {
            console.MarkupLine("[red bold]REFUSED[/] Nothing was released.");
            foreach (var reason in refused.Reasons) console.MarkupLineInterpolated($"  • {reason}");
            ShowCopies(console, report);
        }
        else if (report.Release is { } release)
        {
            console.MarkupLineInterpolated($"[green bold]APPROVED[/] {release.Rows} texts in {Path.Combine(result.Folder, release.FileName)}");
        }
        console.MarkupLineInterpolated($"Report: {Path.Combine(result.Folder, "report.html")}");
    }

    private static string[] Cells(UsefulnessRow row) =>
        [row.IsCandidate ? $"[bold]{row.Accuracy:F3}[/]" : $"{row.Accuracy:F3}", $"{row.Lower:F3} to {row.Upper:F3}"];

    /// <summary>The worst places, by the names the report uses: a salted hash for each record.</summary>
    private static void ShowCopies(IAnsiConsole console, RunReport report)
    {
        const int Shown = 5;
        var failing = report.Decision.Verdicts.Where(verdict => verdict.Outcome == Outcome.Fails).Select(verdict => verdict.Requirement).OfType<FindingRequirement>();
        foreach (var required in failing)
        {
            var finding = report.Evidence.Findings.FirstOrDefault(found => found.Audit == required.Audit && found.Measure == required.Measure && found.Against == required.Against);
            if (finding is null || finding.Instances.Count == 0) continue;
            console.MarkupLineInterpolated($"  {finding.Audit}, {finding.Measure}:");
            foreach (var instance in finding.Instances.Take(Shown))
                console.MarkupLineInterpolated($"    text {instance.Row}{(instance.Record is { } record ? $" against record {record}" : "")}: {instance.Note}");
        }
    }

    /// <summary>What the policy asks and what became of it.</summary>
    public static Table Requirements(IReadOnlyList<Verdict> verdicts)
    {
        var table = new Table().Border(TableBorder.Rounded).Title("What the policy asks").AddColumns("", "Requirement", "Evidence");
        foreach (var verdict in verdicts)
        {
            var mark = verdict.Outcome switch { Outcome.Holds => "[green]holds[/]", Outcome.Fails => "[red]fails[/]", _ => "[yellow]unknown[/]" };
            table.AddRow(mark, Markup.Escape(verdict.Requirement.Words), Markup.Escape(verdict.Because));
        }
        return table;
    }
}
