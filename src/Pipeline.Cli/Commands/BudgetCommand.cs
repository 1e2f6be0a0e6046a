using System.CommandLine;
using System.Text.Json;
using Pipeline.Core;
using Pipeline.Core.Ledgers;
using Pipeline.Core.Privacy;
using Pipeline.Data.Ledgers;
using Spectre.Console;

namespace Pipeline.Cli.Commands;

/// <summary><c>pipeline budget</c>: what has been spent on every source, composed, for each unit and for groups of them.</summary>
internal static class BudgetCommand
{
    public static Command Create()
    {
        var delta = new Option<double>("--delta") { Description = "State epsilon at this delta.", DefaultValueFactory = _ => 1e-4 };
        delta.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double>() is not (> 0 and < 1)) result.AddError("--delta must lie between 0 and 1.");
        });
        var group = new Option<int>("--group") { Description = "State it also for groups of so many units, such as a household.", DefaultValueFactory = _ => 3 };
        group.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is not (>= 2 and <= 1000)) result.AddError("--group must be a whole number from 2 to 1000.");
        });
        var json = new Option<bool>("--json") { Description = "Write JSON for machines." };
        var command = new Command("budget",
            """
            Shows the privacy budget spent on every source, from the ledger, after verifying its chain of hashes. All mechanism
            runs on a source are composed: epsilon is what they prove together for one unit, and for a group of units. Runs that
            protect different units, or compare different neighbours, stand apart: their bounds do not add up.
            """)
        {
            delta, group, json,
        };
        command.SetAction(parsed => Run(parsed.GetValue(delta), parsed.GetValue(group), parsed.GetValue(json)));
        return command;
    }

    private static int Run(double delta, int group, bool json)
    {
        var state = StateFolder.Open();
        var ledger = new Ledger(new SqliteLedgerStore(state.Ledger), TimeProvider.System);
        var entries = ledger.Entries();
        var sources = entries.Select(entry => entry.Source).Distinct().Select(source => new Spending(source, ledger.Budget(source),
            entries.Count(entry => entry.Source == source && entry.Event == LedgerEvent.Released), entries.Last(entry => entry.Source == source).At)).ToList();
        if (json) Console.WriteLine(Json(entries, sources, delta, group));
        else Show(entries, sources, delta, group);
        return ExitCodes.Done;
    }

    private static void Show(IReadOnlyList<LedgerEntry> entries, List<Spending> sources, double delta, int group)
    {
        if (sources.Count == 0)
        {
            AnsiConsole.WriteLine("Nothing has been spent yet.");
            return;
        }
        var table = new Table().Border(TableBorder.Rounded)
            .AddColumns("Source", "Protects", "Neighbours", "Mechanism runs", "Releases", "mu", $"epsilon at delta {delta:G3}", $"for groups of {group}", "Last entry");
        foreach (var spent in sources)
            foreach (var own in spent.Budget.ByUnit)
                table.AddRow(spent.Source.Short, own.Unit, Words(own.Neighbours), $"{own.Runs}", $"{spent.Releases}", double.IsFinite(own.Account.Mu) ? $"{own.Account.Mu:G4}" : "-", Shown(own.Account.Epsilon(delta)), Shown(own.Account.ForGroupsOf(group).Epsilon(delta)), $"{spent.Last:u}");
        AnsiConsole.Write(table);
        foreach (var spent in sources.Where(spent => spent.Budget.Account is null))
            AnsiConsole.WriteLine($"{spent.Source.Short}: its runs protect different units or compare different neighbours, so nothing is proved of them together.");
        AnsiConsole.WriteLine($"Groups of {group}: what somebody learns of {group} units at once, such as a household.");
        AnsiConsole.MarkupLineInterpolated($"[grey]{entries.Count} ledger entries, chain of hashes intact, head {entries[^1].Hash.Short}.[/]");
    }

    private static string Shown(double value) => double.IsPositiveInfinity(value) ? "none proved" : $"{value:G4}";

    private static string Words(Neighbours neighbours) => neighbours == Neighbours.ReplaceOneUnit ? "replace one" : "add or remove one";

    private static string Json(IReadOnlyList<LedgerEntry> entries, List<Spending> sources, double delta, int group) => JsonSerializer.Serialize(new
    {
        schema = "pipeline-budget/1",
        delta,
        group,
        entries = entries.Count,
        head = entries.Count == 0 ? null : entries[^1].Hash.ToString(),
        sources = sources.Select(spent => new
        {
            source = spent.Source.ToString(),
            mechanismRuns = spent.Budget.Runs,
            releases = spent.Releases,
            mu = Number(spent.Budget.Mu),
            epsilon = Number(spent.Budget.EpsilonAt(delta)),
            byUnit = spent.Budget.ByUnit.Select(own => new
            {
                unit = own.Unit,
                neighbours = own.Neighbours.ToString(),
                mechanismRuns = own.Runs,
                mu = Number(own.Account.Mu),
                epsilon = Number(own.Account.Epsilon(delta)),
                epsilonForGroups = Number(own.Account.ForGroupsOf(group).Epsilon(delta)),
                losses = own.Account.Steps.Select(step => new { kind = step.Loss.Kind, times = step.Times, parameters = step.Loss.Parameters.ToDictionary(parameter => parameter.Name, parameter => Number(parameter.Value)) }),
            }),
            last = spent.Last,
        }),
    }, Indented);

    private static object Number(double value) => double.IsPositiveInfinity(value) ? "infinity" : value;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private sealed record Spending(Digest Source, SpentBudget Budget, int Releases, DateTimeOffset Last);
}
