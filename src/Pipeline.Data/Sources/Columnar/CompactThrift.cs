namespace Pipeline.Data.Sources.Columnar;

/// <summary>
/// Walks one struct of the Thrift compact protocol, in which Parquet writes its footer and page headers, without trusting
/// a single length in it: nothing is allocated for a list or string that the bytes at hand could not hold.
/// </summary>
internal ref struct CompactThrift(ReadOnlySpan<byte> bytes)
{
    private const int DeepestNesting = 32;

    private readonly ReadOnlySpan<byte> bytes = bytes;
    private readonly Dictionary<int, long> integers = [];

    /// <summary>How many bytes have been read.</summary>
    public int Position { get; private set; }

    /// <summary>
    /// Reads a struct and gives its integers and booleans: field f of it under f, field g of a struct in field f under
    /// 100 f + g.
    /// </summary>
    /// <exception cref="InvalidDataException">The bytes are no such struct.</exception>
    /// <exception cref="EndOfStreamException">They end within it.</exception>
    public Dictionary<int, long> ReadStruct()
    {
        Struct(0, 0);
        return integers;
    }

    private void Struct(int depth, int prefix)
    {
        if (depth > DeepestNesting) throw new InvalidDataException("It is nested too deeply.");
        var field = 0;
        while (true)
        {
            var head = Byte();
            if (head == 0) return;
            var delta = head >> 4;
            field = delta == 0 ? (int)ZigZag() : field + delta;
            if (field is <= 0 or > short.MaxValue) throw new InvalidDataException("A field has no possible number.");
            Value(head & 15, depth, depth == 0 ? field : depth == 1 && prefix > 0 ? 100 * prefix + field : -1, inList: false);
        }
    }

    private void Value(int type, int depth, int key, bool inList)
    {
        switch (type)
        {
            case 1 or 2 when !inList: Keep(key, type == 1 ? 1 : 0); break;
            case 1 or 2: Byte(); break;
            case 3: Keep(key, (sbyte)Byte()); break;
            case 4 or 5 or 6: Keep(key, ZigZag()); break;
            case 7: Skip(8); break;
            case 8: Skip(Varint()); break;
            case 9 or 10: List(depth); break;
            case 11: Map(depth); break;
            case 12: Struct(depth + 1, depth == 0 ? key : -1); break;
            case 13: Skip(16); break;
            default: throw new InvalidDataException("A field has an unknown type.");
        }
    }

    private void List(int depth)
    {
        var head = Byte();
        var count = head >> 4 == 15 ? Varint() : (ulong)(head >> 4);
        // An element takes a byte at least.
        if (count > (ulong)(bytes.Length - Position)) throw new InvalidDataException("A list is longer than the file.");
        for (var i = 0UL; i < count; i++) Value(head & 15, depth + 1, -1, inList: true);
    }

    private void Map(int depth)
    {
        var count = Varint();
        if (count == 0) return;
        if (count > (ulong)(bytes.Length - Position)) throw new InvalidDataException("A map is longer than the file.");
        var types = Byte();
        for (var i = 0UL; i < count; i++)
        {
            Value(types >> 4, depth + 1, -1, inList: true);
            Value(types & 15, depth + 1, -1, inList: true);
        }
    }

    private readonly void Keep(int key, long value)
    {
        if (key > 0) integers[key] = value;
    }

    private byte Byte() => Position < bytes.Length ? bytes[Position++] : throw new EndOfStreamException();

    private void Skip(ulong count)
    {
        if (count > (ulong)(bytes.Length - Position)) throw new EndOfStreamException();
        Position += (int)count;
    }

    private ulong Varint()
    {
        var value = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = Byte();
            value |= (ulong)(next & 127) << shift;
            if (next < 128) return value;
        }
        throw new InvalidDataException("A number has too many digits.");
    }

    private long ZigZag()
    {
        var value = Varint();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }
}
