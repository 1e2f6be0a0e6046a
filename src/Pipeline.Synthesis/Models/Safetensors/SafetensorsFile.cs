using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Pipeline.Core.Inputs;
using Pipeline.Synthesis.Models.Files;

namespace Pipeline.Synthesis.Models.Safetensors;

/// <summary>One safetensors file. The head is read on opening, tensors on demand; F32, BF16 and F16 can be read.</summary>
internal sealed class SafetensorsFile : ITensorSource
{
    private readonly FileStream stream;
    private readonly Dictionary<string, SafetensorsTensor> tensors;

    private SafetensorsFile(FileStream stream)
    {
        this.stream = stream;
        tensors = SafetensorsHeader.Read(stream, Name);
    }

    public string Name => Path.GetFileName(stream.Name);

    public IEnumerable<string> Names => tensors.Keys;

    /// <summary>Opens a file and reads its head.</summary>
    /// <exception cref="BadInputException">The file is missing, is no safetensors file, or is broken.</exception>
    public static SafetensorsFile Open(string path)
    {
        var opened = ModelBytes.Open(path, "a safetensors file");
        try
        {
            return new SafetensorsFile(opened);
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    public bool Has(string name) => tensors.ContainsKey(name);

    public IReadOnlyList<int> ShapeOf(string name) => Find(name).Shape;

    public void Read(string name, Span<float> values)
    {
        var tensor = Find(name);
        var width = tensor.Type switch
        {
            "F32" => 4,
            "F16" or "BF16" => 2,
            _ => throw new BadInputException($"{Name}, {name}", $"Weights of type {tensor.Type} cannot be read.", "F32, BF16 or F16"),
        };
        if (values.Length != (tensor.End - tensor.Begin) / width) throw new ArgumentException("The room is not as large as the tensor.", nameof(values));
        var buffer = ArrayPool<byte>.Shared.Rent(ModelBytes.Piece);
        try
        {
            for (var at = tensor.Begin; at < tensor.End;)
            {
                var bytes = buffer.AsSpan(0, (int)Math.Min(ModelBytes.Piece, tensor.End - at));
                ModelBytes.Fill(stream, bytes, at);
                var room = values[..(bytes.Length / width)];
                Widen(tensor.Type, bytes, room);
                values = values[room.Length..];
                at += bytes.Length;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public void Dispose() => stream.Dispose();

    private static void Widen(string type, ReadOnlySpan<byte> bytes, Span<float> values)
    {
        if (type == "F32" && BitConverter.IsLittleEndian)
        {
            MemoryMarshal.Cast<byte, float>(bytes).CopyTo(values);
            return;
        }
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = type switch
            {
                "F32" => BinaryPrimitives.ReadSingleLittleEndian(bytes[(4 * i)..]),
                "F16" => (float)BinaryPrimitives.ReadHalfLittleEndian(bytes[(2 * i)..]),
                // bf16 is the upper half of an fp32.
                _ => BitConverter.UInt32BitsToSingle((uint)BinaryPrimitives.ReadUInt16LittleEndian(bytes[(2 * i)..]) << 16),
            };
        }
    }

    private SafetensorsTensor Find(string name) => tensors.TryGetValue(name, out var tensor)
        ? tensor
        : throw new BadInputException(Name, $"The tensor '{name}' is missing.", nearest: NearestName.Of(name, tensors.Keys));
}
