using Pipeline.Core.Evidence;
using Pipeline.Reports;
using Spectre.Console;

namespace Pipeline.Cli.Display;

/// <summary>What an audit of texts made elsewhere came to, on one screen.</summary>
internal static class AuditTable
{
    private const int MostPlaces = 5;

    /// <summary>One-sided, as policies judge.</summary>
    private const double Confidence = 0.95;

    public static void Show(IAnsiConsole console, AuditReport report)
    {
        console.WriteLine();
        console.MarkupLineInterpolated($"{report.Candidate.Texts:N0} texts of {report.Candidate.FileName} (column {report.Candidate.Text}) against {report.Source.Texts:N0} records of {report.Source.FileName} (column {report.Source.Text})");
        if (report.Source.EmptyTexts > 0) console.MarkupLineInterpolated($"[grey]{report.Source.EmptyTexts:N0} records without text were left out.[/]");
        if (report.Holdout is { } holdout) console.MarkupLineInterpolated($"Holdout: {holdout.Texts:N0} records of {holdout.FileName}");
        else console.MarkupLine("[grey]No holdout was given, so nobody can say what of this is chance.[/]");
        console.Write(Findings(report));
        foreach (var outcome in report.Evidence.Audits) ShowPlaces(console, outcome);
        if (report.Judgement is { } judgement)
        {
            console.Write(SummaryTable.Requirements(report.Verdicts));
            foreach (var words in judgement.NotJudged) console.MarkupLineInterpolated($"[grey]Not judged, since nothing was proved of texts made elsewhere: {words}.[/]");
        }
        foreach (var reason in report.Reasons) console.MarkupLineInterpolated($"  • {reason}");
        console.MarkupLine(report.Reasons.Count > 0 ? "[red bold]REFUSED[/]"
            : report.Judgement is { } held ? $"[green bold]HOLDS[/] Every requirement on findings of the policy '{Markup.Escape(held.Name)}' holds. It allows no release: nothing was proved."
            : "[bold]MEASURED[/] No policy was given, so nothing was judged.");
        console.MarkupLineInterpolated($"[grey]{Rates.Duration(report.Duration)}, {report.PeakMemoryMegabytes / 1000:N2} GB[/]");
    }

    private static Table Findings(AuditReport report)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns("Audit", "Measure")
            .AddColumn(new TableColumn("Source").RightAligned()).AddColumn(new TableColumn("at most (95 %)").RightAligned()).AddColumn(new TableColumn("Holdout").RightAligned());
        foreach (var outcome in report.Evidence.Audits)
        {
            if (outcome.Failure is { } failure) table.AddRow(Markup.Escape(outcome.Audit), $"[red]could not finish: {Markup.Escape(failure)}[/]");
            foreach (var (i, finding) in outcome.Findings.Where(finding => finding.Against != Against.Holdout).Index())
            {
                var aside = outcome.Findings.FirstOrDefault(other => other.Measure == finding.Measure && other.Against == Against.Holdout);
                table.AddRow(Markup.Escape(i == 0 ? outcome.Audit : ""), Markup.Escape(finding.Measure), Shown(finding),
                    finding.Statistic is Census ? "" : Shown(finding.Unit, finding.Statistic.Upper(Confidence)), aside is null ? "" : Shown(aside));
            }
        }
        return table;
    }

    /// <summary>The worst places, by salted hash.</summary>
    private static void ShowPlaces(IAnsiConsole console, AuditOutcome outcome)
    {
        var finding = outcome.Findings.FirstOrDefault(found => found.Against == Against.Training && found.Instances.Count > 0);
        if (finding is null) return;
        console.MarkupLineInterpolated($"{finding.Audit}, {finding.Measure}:");
        foreach (var instance in finding.Instances.Take(MostPlaces))
            console.MarkupLineInterpolated($"  text {instance.Row}{(instance.Record is { } record ? $" against record {record}" : "")}: {instance.Note}");
    }

    private static string Shown(Finding finding) => finding.Statistic is Proportion proportion
        ? $"{proportion.K:N0} of {proportion.N:N0} ({Shown(finding.Unit, proportion.Estimate)})"
        : Shown(finding.Unit, finding.Statistic.Estimate);

    private static string Shown(MeasureUnit unit, double value) => unit switch
    {
        MeasureUnit.Share => $"{value:P2}",
        MeasureUnit.Number => $"{value:0.###}",
        _ => $"{value:N0}",
    };
}
