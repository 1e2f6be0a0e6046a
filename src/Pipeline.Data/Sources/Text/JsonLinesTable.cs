using System.Text.Json;
using System.Text.Unicode;
using Pipeline.Core;
using Pipeline.Core.Inputs;

namespace Pipeline.Data.Sources.Text;

/// <summary>A file with one JSON object a line, in UTF-8. Only LF or CRLF ends a line; empty lines are passed over.</summary>
internal sealed class JsonLinesTable : ITableReader
{
    private const int ReportEvery = 4096;

    /// <summary>A longer line is taken for a file that is not JSON Lines, rather than held in memory.</summary>
    private const int LongestLine = 256 << 20;

    private readonly string path;

    private JsonLinesTable(string path, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        this.path = path;
        var columns = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        using var stream = CsvTable.OpenFile(path);
        foreach (var (_, row) in Read(stream))
        {
            columns.AddRange(row.Keys.Where(seen.Add));
            if (RowCount++ % ReportEvery != 0) continue;
            cancellation.ThrowIfCancellationRequested();
            progress?.Report(new StageProgress("Checking the source", stream.Position, stream.Length, "bytes"));
        }
        Columns = columns;
    }

    public IReadOnlyList<string> Columns { get; }

    public long RowCount { get; }

    public static JsonLinesTable Open(string path, IProgress<StageProgress>? progress, CancellationToken cancellation) => new(path, progress, cancellation);

    public IEnumerable<TableRow> Rows(IReadOnlyList<string> columns, CancellationToken cancellation)
    {
        SourceTable.IndicesOf(path, Columns, columns);
        using var stream = CsvTable.OpenFile(path);
        var number = 0L;
        foreach (var (line, row) in Read(stream))
        {
            cancellation.ThrowIfCancellationRequested();
            if (number == RowCount) throw SourceTable.Changed(path);
            yield return new TableRow(++number, line, [.. columns.Select(name => row.GetValueOrDefault(name))]);
        }
        if (number != RowCount) throw SourceTable.Changed(path);
    }

    public void Dispose()
    {
        // Every pass opens and closes the file itself.
    }

    private IEnumerable<(long Line, Dictionary<string, object?> Row)> Read(Stream stream)
    {
        var line = 0L;
        foreach (var (at, bytes) in Lines(stream))
        {
            line++;
            if (bytes.Span.IndexOfAnyExcept(" \t\r"u8) >= 0) yield return (line, Parse(line, at, bytes.Span));
        }
    }

    private Dictionary<string, object?> Parse(long line, long at, ReadOnlySpan<byte> bytes)
    {
        if (!Utf8.IsValid(bytes))
        {
            var bad = at + FirstInvalid(bytes);
            throw new BadInputException($"{path}, line {line}, byte {bad}", "The byte there is not valid UTF-8.", "JSON Lines in UTF-8");
        }
        try
        {
            return JsonLine.Read(bytes);
        }
        catch (JsonException broken)
        {
            throw new BadInputException($"{path}, line {line}, byte {at + (broken.BytePositionInLine ?? 0)}", "The line is no JSON, or is cut off.", "one JSON object");
        }
        catch (FormatException refused)
        {
            throw new BadInputException($"{path}, line {line}", refused.Message, "one JSON object, every key once, of whole characters");
        }
    }

    private static int FirstInvalid(ReadOnlySpan<byte> bytes)
    {
        var chars = new char[bytes.Length];
        Utf8.ToUtf16(bytes, chars, out var valid, out _, replaceInvalidSequences: false);
        return valid;
    }

    /// <summary>Lines without their LF, and the byte each begins at; a mark at the beginning of the file is passed over.</summary>
    private IEnumerable<(long At, ReadOnlyMemory<byte> Line)> Lines(Stream stream)
    {
        var buffer = new byte[65_536];
        int held = stream.ReadAtLeast(buffer, 3, throwOnEndOfStream: false), begin = buffer.AsSpan(0, held).StartsWith("\uFEFF"u8) ? 3 : 0, searched = begin;
        var dropped = 0L;
        while (true)
        {
            var length = buffer.AsSpan(searched, held - searched).IndexOf((byte)'\n');
            if (length >= 0)
            {
                var end = searched + length;
                yield return (dropped + begin, buffer.AsMemory(begin, end - begin));
                begin = searched = end + 1;
                continue;
            }
            searched = held;
            if (held == buffer.Length)
            {
                buffer.AsSpan(begin, held - begin).CopyTo(buffer);
                dropped += begin;
                (held, searched, begin) = (held - begin, searched - begin, 0);
                if (held > LongestLine) throw new BadInputException($"{path}, byte {dropped}", "A line is too long to be one record.", "one JSON object a line");
                if (held > buffer.Length / 2) Array.Resize(ref buffer, buffer.Length * 2);
            }
            var read = stream.Read(buffer, held, buffer.Length - held);
            if (read == 0) break;
            held += read;
        }
        if (held > begin) yield return (dropped + begin, buffer.AsMemory(begin, held - begin));
    }
}
