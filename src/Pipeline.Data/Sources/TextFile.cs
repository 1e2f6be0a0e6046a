using Pipeline.Core;
using Pipeline.Core.Corpora;
using Pipeline.Core.Inputs;
using Pipeline.Core.Privacy;

namespace Pipeline.Data.Sources;

/// <summary>
/// A file of texts that stays where it is: checked as a whole when it is opened, then walked through as often as needed, so
/// that it may be larger than memory. For texts to be measured; <see cref="Ingest"/> reads those that synthesis learns from.
/// </summary>
public sealed class TextFile : IDisposable
{
    private const int ReportEvery = 4096;

    private readonly string path;
    private readonly ITableReader table;

    private TextFile(string path, ITableReader table, Digest digest)
    {
        this.path = path;
        this.table = table;
        Digest = digest;
    }

    /// <summary>Digest of the file's bytes.</summary>
    public Digest Digest { get; }

    /// <summary>Names of the columns.</summary>
    public IReadOnlyList<string> Columns => table.Columns;

    /// <summary>Opens a file and checks all of it.</summary>
    /// <exception cref="BadInputException">The file is missing or broken; says where, never what stands there.</exception>
    public static TextFile Open(string path, SourceFormat format, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        var opened = SourceTable.Open(path, format, null, progress, cancellation, out var digest);
        return new TextFile(path, opened, digest);
    }

    /// <summary>The first rows, for a guess at what the columns mean. Their values are private.</summary>
    public IEnumerable<TableRow> FirstRows(int most, CancellationToken cancellation) => table.Rows(table.Columns, cancellation).Take(most);

    /// <summary>The records of a private source, sealed; those without text are left out. Ids may repeat.</summary>
    /// <param name="columns">What its columns mean.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="emptyTexts">How many were left out.</param>
    /// <param name="progress">How far the check of the rows has come.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="BadInputException">A column is missing, or rows lack a value: nothing is given, and every row is named.</exception>
    public Private<RecordStream> Records(TextColumns columns, out int count, out int emptyTexts, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        (count, emptyTexts) = (0, 0);
        foreach (var record in Map(columns, uniqueIds: false, progress, cancellation))
        {
            if (string.IsNullOrWhiteSpace(record.Text)) emptyTexts++;
            else count++;
        }
        return Private.Seal(new RecordStream(count, until =>
            Map(columns, uniqueIds: false, null, until).Where(record => !string.IsNullOrWhiteSpace(record.Text))));
    }

    /// <summary>All rows, in memory, empty texts too, as a candidate made elsewhere.</summary>
    /// <exception cref="BadInputException">A column is missing, rows lack a value, or two have one id.</exception>
    public IReadOnlyList<LabelledText> Texts(TextColumns columns, IProgress<StageProgress>? progress, CancellationToken cancellation) =>
        [.. Map(columns, uniqueIds: true, progress, cancellation).Select(record => new LabelledText(record.Id, record.Label, record.Text))];

    /// <summary>Makes sure that what was measured is what was opened.</summary>
    /// <exception cref="BadInputException">The file has changed.</exception>
    public void RefuseIfChanged()
    {
        if (Digest.OfFile(path) != Digest) throw SourceTable.Changed(path);
    }

    /// <inheritdoc/>
    public void Dispose() => table.Dispose();

    private IEnumerable<SourceRecord> Map(TextColumns columns, bool uniqueIds, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        var mapping = new RecordMapping(path, columns, owner: null, labels: null, uniqueIds);
        foreach (var row in table.Rows(mapping.Columns, cancellation))
        {
            if (mapping.Map(row) is { } record) yield return record;
            if (row.Number % ReportEvery == 0 || row.Number == table.RowCount) progress?.Report(new StageProgress("Reading", row.Number, table.RowCount, "rows"));
        }
        mapping.ThrowIfAny();
    }
}
