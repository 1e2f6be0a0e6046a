using System.Buffers;
using System.IO.Hashing;
using Parquet.Meta;

namespace Pipeline.Data.Sources.Columnar;

/// <summary>
/// Walks the pages of a column chunk: headers, sizes, counts and checksums, which the Parquet library trusts and does not
/// verify.
/// </summary>
internal static class ColumnPages
{
    /// <summary>Values in a chunk and bytes in a page beyond which a file is taken for damaged rather than memory reserved.</summary>
    private const int MostValues = 1 << 24, LargestPage = 256 << 20;

    /// <summary>Headers hold statistics of values and may be long; this long they are not.</summary>
    private const int LongestHeader = 1 << 20;

    /// <summary>Checks a chunk and gives its pages, with the byte at which each begins.</summary>
    /// <param name="path">The file's name, for messages.</param>
    /// <param name="stream">The file.</param>
    /// <param name="chunk">What the footer says of the chunk.</param>
    /// <param name="end">Where pages must have ended.</param>
    /// <exception cref="Pipeline.Core.Inputs.BadInputException">Something is damaged.</exception>
    public static List<(long At, PageHeader Header)> Check(string path, Stream stream, ColumnMetaData chunk, long end)
    {
        // A writer of an empty row group may leave the offset at 0.
        if (chunk is { TotalCompressedSize: 0, NumValues: 0 }) return [];
        var at = chunk.DictionaryPageOffset is > 0 and { } dictionary && (dictionary < chunk.DataPageOffset || chunk.DataPageOffset <= 0) ? dictionary : chunk.DataPageOffset;
        var last = at + chunk.TotalCompressedSize;
        if (at < 4 || chunk.TotalCompressedSize < 0 || last > end || last < at)
            throw ParquetEnvelope.Damaged(path, end, "The footer places a column outside the file.");
        if (chunk.NumValues is < 0 or > MostValues)
            throw ParquetEnvelope.Damaged(path, end, $"The footer claims {chunk.NumValues} values in one column of a row group, and at most {MostValues} can be read.");
        var pages = new List<(long At, PageHeader Header)>();
        var values = 0L;
        while (at < last)
        {
            var header = HeaderAt(path, stream, at, last);
            var body = at + header.Length;
            if (header.Compressed > last - body || header.Uncompressed > LargestPage || header.LevelBytes.Repetition + (long)header.LevelBytes.Definition > header.Compressed)
                throw ParquetEnvelope.Damaged(path, at, "The page header claims an impossible size.");
            if (header.Crc is { } crc && Crc32Of(stream, body, header.Compressed) != crc)
                throw ParquetEnvelope.Damaged(path, body, "The page does not have the checksum that was written with it.");
            if (header.Type is PageHeader.Data or PageHeader.DataV2) values += header.Values;
            // An entry of a dictionary takes a byte at least.
            else if (header.Values > header.Uncompressed) throw ParquetEnvelope.Damaged(path, at, "The page header claims an impossible number of values.");
            pages.Add((at, header));
            at = body + header.Compressed;
        }
        return values == chunk.NumValues
            ? pages
            : throw ParquetEnvelope.Damaged(path, last, "The pages of a column hold another number of values than the footer says.");
    }

    private static PageHeader HeaderAt(string path, Stream stream, long at, long last)
    {
        for (var length = 4096; ; length *= 8)
        {
            var bytes = new byte[(int)Math.Min(length, last - at)];
            stream.Position = at;
            stream.ReadExactly(bytes);
            try
            {
                return PageHeader.Read(bytes);
            }
            catch (EndOfStreamException) when (bytes.Length < last - at && length < LongestHeader)
            {
                // The header is longer than what was read of it.
            }
            catch (Exception broken) when (broken is InvalidDataException or EndOfStreamException)
            {
                throw ParquetEnvelope.Damaged(path, at, "The page header is damaged.");
            }
        }
    }

    private static uint Crc32Of(Stream stream, long at, int length)
    {
        var crc = new Crc32();
        var buffer = ArrayPool<byte>.Shared.Rent(81_920);
        stream.Position = at;
        while (length > 0)
        {
            var read = stream.Read(buffer, 0, Math.Min(buffer.Length, length));
            if (read == 0) throw new EndOfStreamException();
            crc.Append(buffer.AsSpan(0, read));
            length -= read;
        }
        ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        return crc.GetCurrentHashAsUInt32();
    }
}
