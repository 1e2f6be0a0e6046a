using System.Buffers.Binary;
using Parquet.Meta;

namespace Pipeline.Data.Sources.Columnar;

/// <summary>
/// Reads flat boolean columns whose pages are run-length encoded, as every writer of version 2 pages does. Parquet.Net
/// 6.1 divides by zero there.
/// </summary>
internal static class BooleanPages
{
    private const int Plain = 0, RunLength = 3;

    /// <summary>Whether a column needs this reader.</summary>
    public static bool Covers(SchemaNode leaf, IEnumerable<(long At, PageHeader Header)> pages) =>
        leaf.Element!.Type == Parquet.Meta.Type.BOOLEAN && leaf.Repetition == 0 && pages.Any(page => page.Header.Encoding == RunLength);

    /// <summary>Reads the column.</summary>
    /// <exception cref="InvalidDataException">A page is damaged.</exception>
    public static LeafColumn Read(SchemaNode leaf, Stream stream, CompressionCodec codec, List<(long At, PageHeader Header)> pages, int count)
    {
        var definitions = new List<int>(count);
        var values = new List<bool>(count);
        foreach (var (at, header) in pages.Where(page => page.Header.Type is PageHeader.Data or PageHeader.DataV2))
        {
            var body = new byte[header.Compressed];
            stream.Position = at + header.Length;
            stream.ReadExactly(body);
            var (levels, packed) = header.Type == PageHeader.DataV2 ? SplitV2(body, codec, header) : SplitV1(leaf, body, codec, header);
            var defined = leaf.Definition == 0 ? Enumerable.Repeat(0, header.Values).ToArray() : RunLengthBits.Read(levels, Width(leaf.Definition), header.Values);
            definitions.AddRange(defined);
            values.AddRange(Decode(packed, header.Encoding, defined.Count(level => level == leaf.Definition)));
        }
        return new LeafColumn(count, [.. definitions], null, leaf.Definition, k => values[k]);
    }

    private static (byte[] Levels, byte[] Values) SplitV2(byte[] body, CompressionCodec codec, PageHeader header)
    {
        var (repetition, definition) = header.LevelBytes;
        var packed = body.AsSpan(repetition + definition);
        var size = header.Uncompressed - repetition - definition;
        if (size < 0) throw new InvalidDataException("A page is smaller than its levels.");
        return (body[repetition..(repetition + definition)], header.IsCompressed ? PageCodec.Decompress(packed, codec, size) : packed.ToArray());
    }

    private static (byte[] Levels, byte[] Values) SplitV1(SchemaNode leaf, byte[] body, CompressionCodec codec, PageHeader header)
    {
        var page = PageCodec.Decompress(body, codec, header.Uncompressed);
        if (leaf.Definition == 0) return ([], page);
        var (levels, rest) = Prefixed(page);
        return (levels, rest);
    }

    private static IEnumerable<bool> Decode(byte[] packed, int encoding, int count) => encoding switch
    {
        _ when count == 0 => [],
        RunLength => RunLengthBits.Read(Prefixed(packed).Inside, 1, count).Select(bit => bit == 1),
        Plain when packed.Length * 8L >= count => Enumerable.Range(0, count).Select(i => (packed[i / 8] >> i % 8 & 1) == 1),
        _ => throw new InvalidDataException("The values of a boolean page are in an unknown encoding, or too few."),
    };

    /// <summary>Four bytes of length, as many bytes, and the rest.</summary>
    private static (byte[] Inside, byte[] Beyond) Prefixed(byte[] bytes)
    {
        if (bytes.Length < 4 || BinaryPrimitives.ReadUInt32LittleEndian(bytes) is var length && length > bytes.Length - 4)
            throw new InvalidDataException("A part of a page is longer than the page.");
        return (bytes[4..(4 + (int)length)], bytes[(4 + (int)length)..]);
    }

    private static int Width(int largest) => 32 - int.LeadingZeroCount(largest);
}
