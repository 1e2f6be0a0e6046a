using System.Buffers.Binary;
using Pipeline.Core.Inputs;

namespace Pipeline.Data.Sources.Columnar;

/// <summary>Checks that a file has the frame of a Parquet file, before any library allocates by what the file says.</summary>
internal static class ParquetEnvelope
{
    private const int Magic = 4, Tail = 8;

    /// <summary>A footer above this is no footer of a file that Pipeline can work with.</summary>
    private const int LargestFooter = 256 << 20;

    private static ReadOnlySpan<byte> Plain => "PAR1"u8;

    private static ReadOnlySpan<byte> Encrypted => "PARE"u8;

    /// <summary>Checks both magics, the footer's length and its structure.</summary>
    /// <returns>Where the footer begins, in bytes: every page must end before.</returns>
    /// <exception cref="BadInputException">No Parquet file, cut off, encrypted, or a damaged footer.</exception>
    public static long Check(string path, Stream stream)
    {
        Span<byte> head = stackalloc byte[Magic], tail = stackalloc byte[Tail];
        var size = stream.Length;
        if (size < Magic) throw NotParquet(path);
        stream.Position = 0;
        stream.ReadExactly(head);
        if (head.SequenceEqual(Encrypted)) throw IsEncrypted(path);
        if (!head.SequenceEqual(Plain)) throw NotParquet(path);
        if (size < Magic + Tail + 1) throw CutOff(path);
        stream.Position = size - Tail;
        stream.ReadExactly(tail);
        if (tail[Magic..].SequenceEqual(Encrypted)) throw IsEncrypted(path);
        if (!tail[Magic..].SequenceEqual(Plain)) throw CutOff(path);
        var length = BinaryPrimitives.ReadUInt32LittleEndian(tail);
        if (length == 0 || length > size - Magic - Tail || length > LargestFooter)
            throw Damaged(path, size - Tail, "The footer's length is impossible.");
        var footer = new byte[length];
        stream.Position = size - Tail - length;
        stream.ReadExactly(footer);
        try
        {
            new CompactThrift(footer).ReadStruct();
        }
        catch (Exception broken) when (broken is InvalidDataException or EndOfStreamException)
        {
            throw Damaged(path, size - Tail - length, "The footer is damaged.");
        }
        return size - Tail - length;
    }

    /// <summary>Something at a byte of the file is damaged.</summary>
    public static BadInputException Damaged(string path, long at, string what) =>
        new($"{path}, byte {at}", what, "a sound Parquet file; write or fetch it again");

    /// <summary>The file, or a column of it, is encrypted.</summary>
    public static BadInputException IsEncrypted(string path) =>
        new(path, "It is an encrypted Parquet file, which Pipeline cannot read.", "a plain Parquet file on an encrypted disk");

    private static BadInputException NotParquet(string path) => new(path, "It is not a Parquet file.", "a file that begins with PAR1, or another format to be stated");

    private static BadInputException CutOff(string path) => new(path, "It is cut off: the end of the file is missing.", "a whole Parquet file, ending with PAR1; write or fetch it again");
}
