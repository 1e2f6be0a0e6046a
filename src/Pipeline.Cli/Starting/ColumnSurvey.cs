using Pipeline.Core.Inputs;
using Pipeline.Data.Sources;

namespace Pipeline.Cli.Starting;

/// <summary>What the columns of a file look like, for guesses at what they mean. It keeps lengths and short values that few rows share.</summary>
internal sealed class ColumnSurvey
{
    /// <summary>More values than this are no labels.</summary>
    public const int MostLabels = 50;

    /// <summary>A longer value is no label.</summary>
    public const int LongestLabel = 40;

    private ColumnSurvey(IReadOnlyList<Column> columns) => Columns = columns;

    /// <summary>The columns, in file order.</summary>
    public IReadOnlyList<Column> Columns { get; }

    /// <summary>The column of the longest values, or null when there is no column.</summary>
    public string? Text => Columns.MaxBy(column => column.MeanLength)?.Name;

    /// <summary>The column called <c>id</c>, or null.</summary>
    public string? Id => Columns.FirstOrDefault(column => column.Name.Equals("id", StringComparison.OrdinalIgnoreCase))?.Name;

    /// <summary>Surveys rows that hold every column.</summary>
    public static ColumnSurvey Of(IReadOnlyList<string> names, IEnumerable<TableRow> rows)
    {
        var columns = names.Select(name => new Column(name)).ToList();
        foreach (var row in rows)
            for (var i = 0; i < columns.Count; i++) columns[i].Add(row.Values[i] as string);
        return new ColumnSurvey(columns);
    }

    /// <summary>The format that a file's name tells.</summary>
    /// <exception cref="BadInputException">It tells none.</exception>
    public static SourceFormat FormatOf(string path) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".parquet" => SourceFormat.Parquet,
        ".csv" => SourceFormat.Csv,
        ".tsv" => SourceFormat.Tsv,
        ".jsonl" or ".ndjson" => SourceFormat.JsonLines,
        _ => throw new BadInputException(path, "The kind of file cannot be told from its name.", ".parquet, .csv, .tsv or .jsonl"),
    };

    /// <summary>Refuses a column that a person named and the file lacks.</summary>
    /// <exception cref="BadInputException">It is missing; names the option and the nearest column.</exception>
    public static void RefuseMissing(string option, string? name, IReadOnlyList<string> columns)
    {
        if (name is not null && !columns.Contains(name))
            throw new BadInputException(option, $"The file has no column '{name}'.", $"one of {string.Join(", ", columns)}", NearestName.Of(name, columns));
    }

    /// <summary>One column.</summary>
    internal sealed class Column(string name)
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
