namespace Pipeline.Data.Sources.Columnar;

/// <summary>The hybrid of run lengths and packed bits, for values of up to 8 bits (parquet-format, Encodings, RLE = 3).</summary>
internal static class RunLengthBits
{
    /// <summary>Reads a number of values.</summary>
    /// <exception cref="InvalidDataException">The bytes hold fewer.</exception>
    public static int[] Read(ReadOnlySpan<byte> bytes, int width, int count)
    {
        if (width is < 0 or > 8) throw new InvalidDataException("Values of more than 8 bits are not expected here.");
        var values = new int[count];
        var at = 0;
        for (var done = 0; done < count;)
        {
            var (header, length) = Varint(bytes[at..]);
            at += length;
            if ((header & 1) == 0)
            {
                var run = (int)Math.Min(header >> 1, (uint)(count - done));
                if (run == 0 && header == 0) throw new InvalidDataException("A run has no length.");
                values.AsSpan(done, run).Fill(width == 0 ? 0 : At(bytes, at));
                at += width == 0 ? 0 : 1;
                done += run;
                continue;
            }
            var groups = header >> 1;
            for (var i = 0L; i < groups * 8L && done < count; i++) values[done++] = Packed(bytes, at, i * width, width);
            at = checked(at + (int)Math.Min(groups * (long)width, int.MaxValue / 2));
        }
        return values;
    }

    /// <summary>Values of some bits, least significant first; they may cross a byte.</summary>
    private static int Packed(ReadOnlySpan<byte> bytes, int at, long bit, int width)
    {
        if (width == 0) return 0;
        var first = checked(at + (int)(bit / 8));
        var shift = (int)(bit % 8);
        var window = At(bytes, first) | (shift + width > 8 ? At(bytes, first + 1) << 8 : 0);
        return window >> shift & ((1 << width) - 1);
    }

    private static byte At(ReadOnlySpan<byte> bytes, int at) => at < bytes.Length ? bytes[at] : throw new InvalidDataException("The values end too early.");

    private static (uint Value, int Length) Varint(ReadOnlySpan<byte> bytes)
    {
        var value = 0U;
        for (var i = 0; i < 5; i++)
        {
            value |= (uint)(At(bytes, i) & 127) << (7 * i);
            if (bytes[i] < 128) return (value, i + 1);
        }
        throw new InvalidDataException("A number has too many digits.");
    }
}
