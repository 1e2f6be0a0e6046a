using System.Buffers;
using Pipeline.Core;
using Pipeline.Core.Inputs;
using Pipeline.Synthesis.Models.Files;

namespace Pipeline.Synthesis.Models.Gguf;

/// <summary>
/// A model file: GGUF version 3, little endian (ggml, docs/gguf.md). The head is read on opening, tensors on demand, and
/// everything the head claims is checked against the file before it is believed.
/// </summary>
public sealed class GgufFile : ITensorSource
{
    private const uint Magic = 0x46554747; // "GGUF", little endian
    private const int MostDimensions = 4;

    private readonly Dictionary<string, GgufTensor> tensors = new(StringComparer.Ordinal);
    private readonly FileStream stream;

    private GgufFile(FileStream stream)
    {
        this.stream = stream;
        var cursor = new GgufCursor(stream, Name);
        if (cursor.Left < 4 || cursor.UInt32() != Magic) throw cursor.Bad(0, "This is not a GGUF file.", "the letters GGUF");
        if (cursor.UInt32() is var version and not 3) throw cursor.Bad($"Version {version} of GGUF cannot be read.", "version 3, little endian");
        var tensorCount = cursor.Count("tensors", 24);
        Metadata = new GgufMetadata(cursor, cursor.Count("metadata pairs", 13), Name);
        var alignment = Metadata.Has("general.alignment") ? Metadata.Whole("general.alignment") : 32;
        if (alignment == 0 || alignment % 8 != 0) throw new BadInputException(Name, "The alignment is not possible.", "a multiple of 8");
        ReadDirectory(cursor, tensorCount, alignment);
    }

    /// <summary>The file's name without its folder.</summary>
    public string Name => Path.GetFileName(stream.Name);

    /// <summary>The key-value pairs.</summary>
    public GgufMetadata Metadata { get; }

    /// <summary>Every tensor by name.</summary>
    public IReadOnlyDictionary<string, GgufTensor> Tensors => tensors;

    IEnumerable<string> ITensorSource.Names => tensors.Keys;

    /// <summary>Opens a file and reads its head.</summary>
    /// <exception cref="BadInputException">The file is missing, is no GGUF file, or is broken; names the byte.</exception>
    public static GgufFile Open(string path)
    {
        var opened = ModelBytes.Open(path, "a GGUF file");
        try
        {
            return new GgufFile(opened);
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    /// <summary>The digest of the whole file.</summary>
    public Digest Digest()
    {
        stream.Position = 0;
        return Core.Digest.Of(stream);
    }

    /// <summary>The directory's entry.</summary>
    /// <exception cref="BadInputException">There is no tensor of that name.</exception>
    public GgufTensor Tensor(string name) => tensors.TryGetValue(name, out var tensor)
        ? tensor
        : throw new BadInputException(Name, $"The tensor '{name}' is missing.", nearest: NearestName.Of(name, tensors.Keys));

    /// <summary>Reads a tensor as fp32, row-major, in pieces of a megabyte.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="values">Room for exactly its <see cref="GgufTensor.Count"/> values.</param>
    public void Read(GgufTensor tensor, Span<float> values)
    {
        if (values.Length != tensor.Count) throw new ArgumentException("The room is not as large as the tensor.", nameof(values));
        var (blockValues, blockBytes) = Block.SizeOf(tensor.Type);
        var buffer = ArrayPool<byte>.Shared.Rent(ModelBytes.Piece);
        try
        {
            var blocksAtOnce = ModelBytes.Piece / blockBytes;
            var offset = tensor.Offset;
            while (values.Length > 0)
            {
                var blocks = Math.Min(blocksAtOnce, values.Length / blockValues);
                var bytes = buffer.AsSpan(0, blocks * blockBytes);
                ModelBytes.Fill(stream, bytes, offset);
                Block.Widen(tensor.Type, bytes, values[..(blocks * blockValues)]);
                values = values[(blocks * blockValues)..];
                offset += bytes.Length;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    bool ITensorSource.Has(string name) => tensors.ContainsKey(name);

    IReadOnlyList<int> ITensorSource.ShapeOf(string name) => Tensor(name).Shape;

    void ITensorSource.Read(string name, Span<float> values) => Read(Tensor(name), values);

    /// <inheritdoc/>
    public void Dispose() => stream.Dispose();

    private void ReadDirectory(GgufCursor cursor, int count, int alignment)
    {
        var entries = new List<(GgufTensor Tensor, long At)>(count);
        for (var i = 0; i < count; i++) entries.Add(ReadEntry(cursor));
        var data = (cursor.Position + alignment - 1) / alignment * alignment;
        foreach (var (entry, at) in entries)
        {
            if (entry.Offset % alignment != 0) throw cursor.Bad(at, $"The tensor '{entry.Name}' is not aligned.", $"a multiple of {alignment}");
            if (entry.Offset > stream.Length - data - entry.Bytes) throw cursor.Bad(at, $"The tensor '{entry.Name}' reaches beyond the end of the file.");
            if (!tensors.TryAdd(entry.Name, entry with { Offset = data + entry.Offset })) throw cursor.Bad(at, $"The tensor '{entry.Name}' occurs a second time.");
        }
    }

    private static (GgufTensor Tensor, long At) ReadEntry(GgufCursor cursor)
    {
        var name = cursor.Text();
        var at = cursor.Position;
        var dimensions = cursor.UInt32();
        if (dimensions is 0 or > MostDimensions) throw cursor.Bad(at, $"The tensor '{name}' has {dimensions} dimensions.", $"1 to {MostDimensions}");
        var shape = new int[dimensions];
        var values = 1L;
        for (var i = shape.Length - 1; i >= 0; i--)
        {
            var size = cursor.UInt64();
            if (size is 0 or > int.MaxValue || values * (long)size > int.MaxValue) throw cursor.Bad($"The tensor '{name}' has an impossible size.");
            shape[i] = (int)size;
            values *= (long)size;
        }
        var type = (GgufTensorType)cursor.UInt32();
        if (!Enum.IsDefined(type)) throw cursor.Bad($"The tensor '{name}' is of type {(uint)type}, which cannot be read.", "F32 (0), F16 (1), Q4_1 (3) or Q8_0 (8)");
        var (blockValues, blockBytes) = Block.SizeOf(type);
        if (shape[^1] % blockValues != 0) throw cursor.Bad(at, $"The rows of the tensor '{name}' are not whole blocks.", $"a multiple of {blockValues}");
        var offsetAt = cursor.Position;
        var offset = cursor.UInt64();
        return offset <= long.MaxValue / 2
            ? (new GgufTensor(name, type, shape, (long)offset, values / blockValues * blockBytes), offsetAt)
            : throw cursor.Bad($"The tensor '{name}' begins beyond the end of the file.");
    }
}
