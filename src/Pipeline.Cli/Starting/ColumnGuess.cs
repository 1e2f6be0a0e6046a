using Pipeline.Core.Inputs;
using Pipeline.Data.Sources;

namespace Pipeline.Cli.Starting;

/// <summary>Columns a person named; null where a guess is wanted.</summary>
internal sealed record ColumnChoice(string? Text, string? Label, string? Unit, string? Id);

/// <summary>
/// Which columns of a file play which part. The text is the column of the longest values, the label the first with few
/// distinct values. Whom to protect is never guessed: that is for a person to say.
/// </summary>
internal sealed record ColumnGuess(string Path, SourceFormat Format, string Text, string Label, IReadOnlyList<string> Labels, string? Unit, string? Id)
{
    private const int MostLabels = 50;
    private const int LongestLabel = 40;

    public static ColumnGuess Of(string path, ColumnChoice choice, CancellationToken cancellation)
    {
        var format = FormatOf(path);
        using var table = SourceTable.Open(path, format, null, null, cancellation);
        foreach (var (option, name) in new[] { ("--text", choice.Text), ("--label", choice.Label), ("--unit", choice.Unit), ("--id", choice.Id) })
        {
            if (name is not null && !table.Columns.Contains(name))
                throw new BadInputException(option, $"The file has no column '{name}'.", $"one of {string.Join(", ", table.Columns)}", NearestName.Of(name, table.Columns));
        }
        var columns = Survey(table, cancellation);
        var text = choice.Text ?? columns.MaxBy(column => column.MeanLength)?.Name
            ?? throw new BadInputException(path, "It has no columns.", "a column with texts and a column with labels");
        var label = columns.Find(column => column.Name == (choice.Label ?? LabelOf(columns, text)))
            ?? throw new BadInputException(path, "No column looks like labels.", $"a column with 2 to {MostLabels} different short values, or --label COLUMN");
        if (label.Values is not { Count: >= 2 } values)
            throw new BadInputException(path, $"Column '{label.Name}' cannot be the label.", $"2 to {MostLabels} different values of at most {LongestLabel} characters");
        return new ColumnGuess(System.IO.Path.GetFullPath(path), format, text, label.Name, [.. values.Order(StringComparer.Ordinal)], choice.Unit,
            choice.Id ?? columns.Find(column => column.Name.Equals("id", StringComparison.OrdinalIgnoreCase))?.Name);
    }

    private static SourceFormat FormatOf(string path) => System.IO.Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".parquet" => SourceFormat.Parquet,
        ".csv" => SourceFormat.Csv,
        ".tsv" => SourceFormat.Tsv,
        ".jsonl" or ".ndjson" => SourceFormat.JsonLines,
        _ => throw new BadInputException(path, "The kind of file cannot be told from its name.", ".parquet, .csv, .tsv or .jsonl"),
    };

    private static string? LabelOf(List<Column> columns, string text)
    {
        var possible = columns.Where(column => column.Name != text && column.Values is { Count: >= 2 }).ToList();
        return (possible.Find(column => column.Name.Contains("label", StringComparison.OrdinalIgnoreCase)
                || column.Name.Contains("class", StringComparison.OrdinalIgnoreCase) || column.Name.Contains("category", StringComparison.OrdinalIgnoreCase))
            ?? possible.FirstOrDefault())?.Name;
    }

    private static List<Column> Survey(ITableReader table, CancellationToken cancellation)
    {
        var columns = table.Columns.Select(name => new Column(name)).ToList();
        foreach (var row in table.Rows(table.Columns, cancellation))
            for (var i = 0; i < columns.Count; i++) columns[i].Add(row.Values[i] as string);
        return columns;
    }

    private sealed class Column(string name)
    {
        private long length;
        private long count;

        public string Name { get; } = name;

        public double MeanLength => count == 0 ? 0 : (double)length / count;

        /// <summary>Distinct values, or null once they are too many or too long to be labels.</summary>
        public HashSet<string>? Values { get; private set; } = [];

        public void Add(string? value)
        {
            count++;
            length += value?.Length ?? 0;
            if (value is null || value.Length is 0 or > LongestLabel) Values = null;
            Values?.Add(value!);
            if (Values?.Count > MostLabels) Values = null;
        }
    }
}
