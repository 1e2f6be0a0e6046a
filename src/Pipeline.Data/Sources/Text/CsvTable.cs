using Pipeline.Core;
using Pipeline.Core.Inputs;

namespace Pipeline.Data.Sources.Text;

/// <summary>A delimited text file with a header. Every value is text; an empty field is the empty string.</summary>
internal sealed class CsvTable : ITableReader
{
    private const int ReportEvery = 4096;

    private readonly string path;
    private readonly char delimiter;
    private readonly string? encoding;

    private CsvTable(string path, char delimiter, string? encoding, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        this.path = path;
        this.delimiter = delimiter;
        this.encoding = encoding;
        using var stream = OpenFile(path);
        var text = new StrictText(path, stream, encoding);
        using var records = new CsvRecords(path, text, delimiter).Read().GetEnumerator();
        if (!records.MoveNext()) throw new BadInputException(path, "It is empty.", "a first line with the names of the columns");
        Columns = Header(records.Current.Line, records.Current.Fields);
        for (; records.MoveNext(); RowCount++)
        {
            var (line, fields) = records.Current;
            if (fields.Count != Columns.Count)
                throw new BadInputException($"{path}, row {RowCount + 1}, line {line}", $"The row has {fields.Count} fields.", $"{Columns.Count} fields, as in the header");
            if (RowCount % ReportEvery != 0) continue;
            cancellation.ThrowIfCancellationRequested();
            progress?.Report(new StageProgress("Checking the source", text.BytesRead, stream.Length, "bytes"));
        }
    }

    public IReadOnlyList<string> Columns { get; }

    public long RowCount { get; }

    public static CsvTable Open(string path, char delimiter, string? encoding, IProgress<StageProgress>? progress, CancellationToken cancellation) =>
        new(path, delimiter, encoding, progress, cancellation);

    public IEnumerable<TableRow> Rows(IReadOnlyList<string> columns, CancellationToken cancellation)
    {
        var wanted = SourceTable.IndicesOf(path, Columns, columns);
        using var stream = OpenFile(path);
        var number = 0L;
        foreach (var (line, fields) in new CsvRecords(path, new StrictText(path, stream, encoding), delimiter).Read().Skip(1))
        {
            cancellation.ThrowIfCancellationRequested();
            if (fields.Count != Columns.Count || number == RowCount) throw SourceTable.Changed(path);
            yield return new TableRow(++number, line, [.. wanted.Select(index => fields[index])]);
        }
        if (number != RowCount) throw SourceTable.Changed(path);
    }

    public void Dispose()
    {
        // Every pass opens and closes the file itself.
    }

    internal static FileStream OpenFile(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan);

    private List<string> Header(long line, List<string> names) =>
        names.GroupBy(name => name).FirstOrDefault(same => same.Count() > 1) is { } twice
            ? throw new BadInputException($"{path}, line {line}", $"Two columns are called '{twice.Key}'.", "every column to have its own name")
            : names;
}
