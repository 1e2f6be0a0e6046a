using System.CommandLine;
using Pipeline.Cli.Starting;
using Pipeline.Core.Inputs;
using Spectre.Console;

namespace Pipeline.Cli.Commands;

/// <summary><c>pipeline init FILE</c>: a first pipeline file from a CSV, TSV, JSON Lines or Parquet file.</summary>
internal static class InitCommand
{
    public static Command Create()
    {
        var data = new Argument<string>("DATA") { Description = "The private data: .csv, .tsv, .jsonl or .parquet." };
        var text = new Option<string?>("--text") { Description = "Column with the text. Guessed when left out." };
        var label = new Option<string?>("--label") { Description = "Column with the label. Guessed when left out." };
        var unit = new Option<string?>("--unit") { Description = "Column that says whose a record is, such as customer: the unit to protect. Without it every record is its own." };
        var id = new Option<string?>("--id") { Description = "Column that names a record. Without it rows are counted." };
        var to = new Option<string?>("--to") { Description = "The pipeline file to write. Default: NAME.yaml in the current folder." };
        var command = new Command("init", "Writes a first pipeline file for your own data. It reads the data to find columns and labels and copies no text.") { data, text, label, unit, id, to };
        command.SetAction((parsed, cancellation) =>
        {
            var guess = ColumnGuess.Of(parsed.GetRequiredValue(data),
                new ColumnChoice(parsed.GetValue(text), parsed.GetValue(label), parsed.GetValue(unit), parsed.GetValue(id)), cancellation);
            var path = Path.GetFullPath(parsed.GetValue(to) ?? Path.GetFileNameWithoutExtension(parsed.GetRequiredValue(data)) + ".yaml");
            if (File.Exists(path)) throw new BadInputException(path, "There is a file of this name already, and it stays.", "another name after --to");
            File.WriteAllText(path, FirstPipeline.For(guess, path));
            AnsiConsole.MarkupLineInterpolated($"[green]✓[/] {path}");
            AnsiConsole.MarkupLineInterpolated($"  text: {guess.Text}, label: {guess.Label} ({guess.Labels.Count} labels), unit: {guess.Unit ?? "the record itself"}, id: {guess.Id ?? "row number"}");
            AnsiConsole.MarkupLine("  Now say in the file what each label is about, then: [bold]./pipeline run[/] with it.");
            return Task.FromResult(ExitCodes.Done);
        });
        return command;
    }
}
