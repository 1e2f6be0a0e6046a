using System.CommandLine;
using System.Text.Json;
using Pipeline.Core;
using Pipeline.Core.Ledgers;
using Pipeline.Core.Numerics;
using Pipeline.Data.Ledgers;
using Spectre.Console;

namespace Pipeline.Cli.Commands;

/// <summary><c>pipeline budget</c>: what has been spent on every source.</summary>
internal static class BudgetCommand
{
    public static Command Create()
    {
        var delta = new Option<double>("--delta") { Description = "State epsilon at this delta.", DefaultValueFactory = _ => 1e-4 };
        delta.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double>() is not (> 0 and < 1)) result.AddError("--delta must lie between 0 and 1.");
        });
        var json = new Option<bool>("--json") { Description = "Write JSON for machines." };
        var command = new Command("budget", "Shows the privacy budget spent on every source, from the ledger, after verifying its chain of hashes.") { delta, json };
        command.SetAction(parsed => Run(parsed.GetValue(delta), parsed.GetValue(json)));
        return command;
    }

    private static int Run(double delta, bool json)
    {
        var state = StateFolder.Open();
        var ledger = new Ledger(new SqliteLedgerStore(state.Ledger), TimeProvider.System);
        var entries = ledger.Entries();
        var sources = entries.Select(entry => entry.Source).Distinct().Select(source =>
        {
            var (mu, runs) = ledger.SpentOn(source);
            var epsilon = double.IsPositiveInfinity(mu) ? mu : GaussianPrivacy.Epsilon(mu, delta);
            var releases = entries.Count(entry => entry.Source == source && entry.Event == LedgerEvent.Released);
            return new Spending(source, runs, releases, mu, epsilon, entries.Last(entry => entry.Source == source).At);
        }).ToList();
        if (json) Console.WriteLine(Json(entries, sources, delta));
        else Show(entries, sources, delta);
        return ExitCodes.Done;
    }

    private static void Show(IReadOnlyList<LedgerEntry> entries, List<Spending> sources, double delta)
    {
        if (sources.Count == 0)
        {
            AnsiConsole.WriteLine("Nothing has been spent yet.");
            return;
        }
        var table = new Table().Border(TableBorder.Rounded).AddColumns("Source", "Mechanism runs", "Releases", "mu", $"epsilon at delta {delta:G3}", "Last entry");
        foreach (var spent in sources)
            table.AddRow(spent.Source.Short, $"{spent.Runs}", $"{spent.Releases}", $"{spent.Mu:G4}", double.IsPositiveInfinity(spent.Epsilon) ? "none proved" : $"{spent.Epsilon:G4}", $"{spent.Last:u}");
        AnsiConsole.Write(table);
        AnsiConsole.MarkupLineInterpolated($"[grey]{entries.Count} ledger entries, chain of hashes intact, head {entries[^1].Hash.Short}.[/]");
    }

    private static string Json(IReadOnlyList<LedgerEntry> entries, List<Spending> sources, double delta) => JsonSerializer.Serialize(new
    {
        schema = "pipeline-budget/1",
        delta,
        entries = entries.Count,
        head = entries.Count == 0 ? null : entries[^1].Hash.ToString(),
        sources = sources.Select(spent => new
        {
            source = spent.Source.ToString(),
            mechanismRuns = spent.Runs,
            releases = spent.Releases,
            mu = double.IsPositiveInfinity(spent.Mu) ? (object)"infinity" : spent.Mu,
            epsilon = double.IsPositiveInfinity(spent.Epsilon) ? (object)"infinity" : spent.Epsilon,
            last = spent.Last,
        }),
    }, Indented);

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private sealed record Spending(Digest Source, int Runs, int Releases, double Mu, double Epsilon, DateTimeOffset Last);
}
