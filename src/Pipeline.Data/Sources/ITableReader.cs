namespace Pipeline.Data.Sources;

/// <summary>
/// Rows of a file, untyped. Opening one reads the whole file once and refuses it when anything in it is broken, so that no
/// row is delivered from a file that is broken further on.
/// </summary>
public interface ITableReader : IDisposable
{
    /// <summary>Names of the columns, in file order. For JSON Lines: every key that occurs, in order of first occurrence.</summary>
    IReadOnlyList<string> Columns { get; }

    /// <summary>Number of rows.</summary>
    long RowCount { get; }

    /// <summary>Streams the rows, with the values of the columns asked for, in the order asked for.</summary>
    /// <exception cref="Pipeline.Core.Inputs.BadInputException">A column does not exist, or the file changed since it was opened.</exception>
    IEnumerable<TableRow> Rows(IReadOnlyList<string> columns, CancellationToken cancellation);
}

/// <summary>One row. Its values are private.</summary>
/// <param name="Number">1 for the first row after any header.</param>
/// <param name="Line">The line of a text file that it begins on, or null.</param>
/// <param name="Values">
/// null, string, bool, a number, decimal (a string where it does not fit), DateTime, DateOnly, byte[]; for nested columns
/// lists and dictionaries of these. A key that a JSON object lacks is null.
/// </param>
public readonly record struct TableRow(long Number, long? Line, IReadOnlyList<object?> Values)
{
    /// <summary>Row and line, for messages; never the values.</summary>
    public string Where => Line is { } line ? $"row {Number}, line {line}" : $"row {Number}";

    /// <summary>Never the content.</summary>
    public override string ToString() => Where;
}
