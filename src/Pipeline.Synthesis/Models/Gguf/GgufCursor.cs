using System.Buffers.Binary;
using System.Text;
using Pipeline.Core.Inputs;

namespace Pipeline.Synthesis.Models.Gguf;

/// <summary>Reads the head of a GGUF file forwards; every count is checked against what is left of the file before anything is allocated.</summary>
internal sealed class GgufCursor(FileStream stream, string file)
{
    private static readonly UTF8Encoding strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private readonly byte[] scratch = new byte[8];

    /// <summary>Byte at which the value being read began; what error messages name.</summary>
    private long begin;

    public long Position { get; private set; }

    public long Left => stream.Length - Position;

    public byte Byte() => Take(1)[0];

    public uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    public ulong UInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(8));

    /// <summary>A count of things that each take at least <paramref name="least"/> bytes of what is left.</summary>
    public int Count(string what, int least)
    {
        var at = Position;
        var count = UInt64();
        return count <= (ulong)(Left / least) && count <= (ulong)Array.MaxLength
            ? (int)count
            : throw Bad(at, $"{count} {what} do not fit into the rest of the file.");
    }

    public string Text()
    {
        var at = Position;
        var bytes = new byte[Count("bytes of text", 1)];
        Fill(bytes);
        try
        {
            return strict.GetString(bytes);
        }
        catch (DecoderFallbackException broken)
        {
            throw Bad(at, "This text is not UTF-8.", cause: broken);
        }
    }

    /// <summary>An array of numbers of one width, read in one go.</summary>
    public T[] Numbers<T>(int width, Func<byte[], int, T> read)
    {
        var bytes = new byte[checked((long)Count("array values", width) * width)];
        Fill(bytes);
        var numbers = new T[bytes.Length / width];
        for (var i = 0; i < numbers.Length; i++) numbers[i] = read(bytes, i * width);
        return numbers;
    }

    public BadInputException Bad(string what, string? expected = null, string? nearest = null) => Bad(begin, what, expected, nearest);

    public BadInputException Bad(long at, string what, string? expected = null, string? nearest = null, Exception? cause = null) =>
        new(new Problem($"{file}, byte {at}", what, expected, nearest), cause);

    private Span<byte> Take(int count)
    {
        Fill(scratch.AsSpan(0, count));
        return scratch.AsSpan(0, count);
    }

    private void Fill(Span<byte> bytes)
    {
        begin = Position;
        if (bytes.Length > Left) throw Bad($"The file ends here; {bytes.Length} more bytes were to follow.");
        stream.ReadExactly(bytes);
        Position += bytes.Length;
    }
}
