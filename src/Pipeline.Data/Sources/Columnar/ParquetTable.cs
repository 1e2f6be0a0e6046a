using Parquet;
using Pipeline.Core;
using Pipeline.Core.Inputs;

namespace Pipeline.Data.Sources.Columnar;

/// <summary>A Parquet file: every page checked, every value decoded once, before the first row is given.</summary>
internal sealed class ParquetTable : ITableReader
{
    private readonly string path;
    private readonly FileStream stream;
    private readonly ParquetReader reader;
    private readonly List<SchemaNode> columns;
    private readonly Dictionary<(int Group, int Leaf), List<(long At, PageHeader Header)>> runLengthBooleans = [];

    private ParquetTable(string path, FileStream stream, ParquetReader reader)
    {
        this.path = path;
        this.stream = stream;
        this.reader = reader;
        columns = SchemaNode.Build(reader.Metadata!.Schema, reader.Schema.GetDataFields());
        Columns = [.. columns.Select(column => column.Name)];
        RowCount = reader.Metadata.RowGroups.Sum(group => group.NumRows);
    }

    public IReadOnlyList<string> Columns { get; }

    public long RowCount { get; }

    public static ParquetTable Open(string path, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        var opened = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        try
        {
            var end = ParquetEnvelope.Check(path, opened);
            opened.Position = 0;
            var options = new ParquetOptions { UseBigDecimal = true, UseDateOnlyTypeForDates = true };
            var table = Guarded(path, "footer", () => new ParquetTable(path, opened, ParquetReader.CreateAsync(opened, options, leaveStreamOpen: true, cancellation).GetAwaiter().GetResult()));
            table.Check(end, progress, cancellation);
            return table;
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    public IEnumerable<TableRow> Rows(IReadOnlyList<string> columns, CancellationToken cancellation)
    {
        var wanted = SourceTable.IndicesOf(path, Columns, columns).Select(index => this.columns[index]).ToArray();
        var number = 0L;
        for (var g = 0; g < reader.RowGroupCount; g++)
        {
            cancellation.ThrowIfCancellationRequested();
            var leaves = LeavesOf(g, wanted.SelectMany(column => column.Leaves).Distinct(), cancellation);
            for (var i = reader.Metadata!.RowGroups[g].NumRows; i > 0; i--)
            {
                var row = new object?[wanted.Length];
                for (var c = 0; c < wanted.Length; c++) row[c] = Assemble(g, wanted[c], leaves);
                yield return new TableRow(++number, null, row);
            }
        }
    }

    public void Dispose()
    {
        reader.DisposeAsync().AsTask().GetAwaiter().GetResult();
        stream.Dispose();
    }

    private void Check(long end, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        var footer = reader.Metadata!;
        if (footer.EncryptionAlgorithm is not null) throw ParquetEnvelope.IsEncrypted(path);
        if (Columns.GroupBy(name => name).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw new BadInputException(path, $"Two columns are called '{twice.Key}'.", "every column to have its own name");
        if (footer.NumRows != RowCount || footer.RowGroups.Any(group => group.NumRows < 0))
            throw ParquetEnvelope.Damaged(path, end, "The footer contradicts itself about the number of rows.");
        for (var g = 0; g < footer.RowGroups.Count; g++)
        {
            cancellation.ThrowIfCancellationRequested();
            CheckGroup(g, end, cancellation);
            progress?.Report(new StageProgress("Checking the source", g + 1, footer.RowGroups.Count, "row groups"));
        }
    }

    private void CheckGroup(int g, long end, CancellationToken cancellation)
    {
        var group = reader.Metadata!.RowGroups[g];
        var leaves = columns.SelectMany(column => column.Leaves).ToList();
        if (group.Columns.Count != leaves.Count) throw ParquetEnvelope.Damaged(path, end, $"Row group {g} has another number of columns than the file.");
        foreach (var (chunk, leaf) in group.Columns.Zip(leaves))
        {
            if (chunk.CryptoMetadata is not null) throw ParquetEnvelope.IsEncrypted(path);
            if (chunk.FilePath is not null) throw new BadInputException(path, "It keeps columns in other files.", "a Parquet file that is whole in itself");
            if (chunk.MetaData is null) throw ParquetEnvelope.Damaged(path, end, $"Row group {g} lacks what describes a column.");
            if (!chunk.MetaData.PathInSchema.SequenceEqual(leaf.Field!.Path.ToList())) throw ParquetEnvelope.Damaged(path, end, $"Row group {g} has its columns in another order than the schema.");
            var pages = ColumnPages.Check(path, stream, chunk.MetaData, end);
            if (BooleanPages.Covers(leaf, pages)) runLengthBooleans[(g, leaf.Index)] = pages;
        }
        // Column by column, so that no more than one is held.
        foreach (var column in columns)
        {
            var decoded = LeavesOf(g, column.Leaves, cancellation);
            for (var i = group.NumRows; i > 0; i--) Assemble(g, column, decoded);
            if (column.Leaves.Any(leaf => !decoded[leaf.Index].AtEnd))
                throw new BadInputException(WhereOf(g, column), "The column holds more values than the row group has rows.", "a sound Parquet file");
        }
    }

    private LeafColumn[] LeavesOf(int g, IEnumerable<SchemaNode> wanted, CancellationToken cancellation)
    {
        using var group = Guarded(path, $"row group {g}", () => reader.OpenRowGroupReader(g));
        var leaves = new LeafColumn[columns.Sum(column => column.Leaves.Count())];
        foreach (var leaf in wanted)
        {
            var chunk = reader.Metadata!.RowGroups[g].Columns[leaf.Index].MetaData!;
            var count = (int)chunk.NumValues;
            leaves[leaf.Index] = Guarded(path, WhereIn(g, leaf), () => runLengthBooleans.TryGetValue((g, leaf.Index), out var pages)
                ? BooleanPages.Read(leaf, stream, chunk.Codec, pages, count)
                : LeafReader.Read(leaf, group, count, cancellation));
        }
        return leaves;
    }

    private object? Assemble(int g, SchemaNode column, LeafColumn[] leaves)
    {
        try
        {
            return RowAssembly.Next(column, leaves);
        }
        catch (Exception broken) when (broken is InvalidDataException or ArgumentException or FormatException or OverflowException or IndexOutOfRangeException)
        {
            throw new BadInputException(WhereOf(g, column), "A value cannot be decoded: the page is damaged, or text is not UTF-8.", "a sound Parquet file; write or fetch it again");
        }
    }

    private string WhereOf(int g, SchemaNode column) => $"{path}, {WhereIn(g, column)}";

    private static string WhereIn(int g, SchemaNode column) => $"row group {g}, column '{column.Name}'";

    /// <summary>
    /// Runs the library. A damaged file may make it throw anything at all; its message is withheld, since it may quote data.
    /// </summary>
    private static T Guarded<T>(string path, string part, Func<T> work)
    {
        try
        {
            return work();
        }
#pragma warning disable CA1031 // Any exception of the library but a cancellation means a file that it cannot read.
        catch (Exception broken) when (broken is not OperationCanceledException and not BadInputException)
#pragma warning restore CA1031
        {
            throw new BadInputException($"{path}, {part}", $"It cannot be decoded ({broken.GetType().Name}).", "a sound Parquet file, of types and codecs that Pipeline reads");
        }
    }
}
