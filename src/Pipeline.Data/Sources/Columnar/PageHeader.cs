namespace Pipeline.Data.Sources.Columnar;

/// <summary>The header before a page (parquet.thrift, PageHeader), as far as it is needed.</summary>
/// <param name="Type">0 data, 1 index, 2 dictionary, 3 data page of version 2.</param>
/// <param name="Compressed">Bytes that follow the header.</param>
/// <param name="Uncompressed">Bytes they become.</param>
/// <param name="Crc">CRC-32 of the bytes that follow, or null when the writer gave none.</param>
/// <param name="Values">Values in the page, nulls included.</param>
/// <param name="Encoding">Encoding of a data page's values.</param>
/// <param name="LevelBytes">Bytes of levels before the values, in version 2.</param>
/// <param name="IsCompressed">Whether the values are compressed, in version 2.</param>
/// <param name="Length">Bytes of the header itself.</param>
internal readonly record struct PageHeader(
    int Type, int Compressed, int Uncompressed, uint? Crc, int Values, int Encoding, (int Repetition, int Definition) LevelBytes, bool IsCompressed, int Length)
{
    public const int Data = 0, Dictionary = 2, DataV2 = 3;

    /// <summary>Reads a header from the beginning of some bytes.</summary>
    /// <exception cref="InvalidDataException">They are no page header.</exception>
    /// <exception cref="EndOfStreamException">They end within it.</exception>
    public static PageHeader Read(ReadOnlySpan<byte> bytes)
    {
        var thrift = new CompactThrift(bytes);
        var fields = thrift.ReadStruct();
        var type = Required(1);
        var header = type == DataV2 ? 8 : type == Dictionary ? 7 : 5;
        return new PageHeader(
            type, Required(3), Required(2),
            fields.TryGetValue(4, out var crc) ? (uint)crc : null,
            type is Data or DataV2 or Dictionary ? Required(100 * header + 1) : 0,
            type is Data ? Required(502) : type is DataV2 ? Required(804) : -1,
            type is DataV2 ? (Required(806), Required(805)) : (0, 0),
            !fields.TryGetValue(807, out var compressed) || compressed != 0,
            thrift.Position);

        int Required(int key) => fields.TryGetValue(key, out var value) && value is >= 0 and <= int.MaxValue
            ? (int)value : throw new InvalidDataException("A field of the page header is missing or negative.");
    }
}
