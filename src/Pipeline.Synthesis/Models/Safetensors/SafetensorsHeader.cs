using System.Buffers.Binary;
using System.Text.Json;
using Pipeline.Core.Inputs;
using Pipeline.Synthesis.Models.Files;

namespace Pipeline.Synthesis.Models.Safetensors;

/// <summary>
/// The head of a safetensors file (huggingface/safetensors, format): 8 bytes with its length, little endian, then a JSON
/// object. Everything it claims is checked against the file's length: the data must be covered exactly, without a gap and
/// without overlap.
/// </summary>
internal static class SafetensorsHeader
{
    /// <summary>The format's own limit.</summary>
    private const long LongestHead = 100_000_000;

    /// <summary>Bytes of one number of each type.</summary>
    private static readonly Dictionary<string, int> widths = new(StringComparer.Ordinal)
    {
        ["BOOL"] = 1,
        ["U8"] = 1,
        ["I8"] = 1,
        ["F8_E5M2"] = 1,
        ["F8_E4M3"] = 1,
        ["U16"] = 2,
        ["I16"] = 2,
        ["F16"] = 2,
        ["BF16"] = 2,
        ["U32"] = 4,
        ["I32"] = 4,
        ["F32"] = 4,
        ["U64"] = 8,
        ["I64"] = 8,
        ["F64"] = 8,
    };

    public static Dictionary<string, SafetensorsTensor> Read(FileStream stream, string file)
    {
        var prefix = new byte[8];
        if (stream.Length < prefix.Length) throw new BadInputException($"{file}, byte 0", "The file is too short for a safetensors file.");
        ModelBytes.Fill(stream, prefix, 0);
        var length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        var most = Math.Min(LongestHead, stream.Length - prefix.Length);
        if (length > (ulong)most) throw new BadInputException($"{file}, byte 0", $"The head is said to be {length} bytes long.", $"at most {most}: this is a safetensors file, and whole");
        var head = new byte[length];
        ModelBytes.Fill(stream, head, prefix.Length);
        var data = prefix.Length + (long)length;
        var tensors = new Dictionary<string, SafetensorsTensor>(StringComparer.Ordinal);
        foreach (var property in ModelJson.Parse(head, $"{file}, head").Properties)
            if (property.Name != "__metadata__") tensors.Add(property.Name, Entry(property, $"{file}, head, {property.Name}", data, stream.Length));
        CheckCover(tensors, data, stream.Length, file);
        return tensors;
    }

    private static SafetensorsTensor Entry(JsonProperty property, string where, long data, long end)
    {
        if (property.Value is not { ValueKind: JsonValueKind.Object } entry
            || !entry.TryGetProperty("dtype", out var dtype) || dtype.ValueKind != JsonValueKind.String
            || !entry.TryGetProperty("shape", out var shape) || shape.ValueKind != JsonValueKind.Array
            || !entry.TryGetProperty("data_offsets", out var offsets) || offsets.ValueKind != JsonValueKind.Array || offsets.GetArrayLength() != 2)
            throw new BadInputException(where, "This is no tensor.", "dtype, shape and two data_offsets");
        var type = widths.Keys.FirstOrDefault(known => dtype.ValueEquals(known))
            ?? throw new BadInputException(where, "The type of the numbers is not known here.", string.Join(", ", widths.Keys));
        var sizes = new List<int>();
        var count = 1L;
        foreach (var size in shape.EnumerateArray())
        {
            if (size.ValueKind != JsonValueKind.Number || !size.TryGetInt32(out var whole) || whole < 0 || (count *= whole) > int.MaxValue)
                throw new BadInputException(where, "The tensor has an impossible size.", "whole numbers whose product is below 2^31");
            sizes.Add(whole);
        }
        if (Offset(offsets[0]) is not { } first || Offset(offsets[1]) is not { } last || last < first || last > end - data)
            throw new BadInputException(where, "The data lie outside the file.", $"offsets from 0 to {end - data}");
        return last - first == count * widths[type]
            ? new SafetensorsTensor(type, sizes, data + first, data + last)
            : throw new BadInputException(where, $"{count} values of type {type} do not take {last - first} bytes.", $"{count * widths[type]} bytes");
    }

    private static long? Offset(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var offset) && offset >= 0 ? offset : null;

    private static void CheckCover(Dictionary<string, SafetensorsTensor> tensors, long data, long end, string file)
    {
        var at = data;
        foreach (var (name, tensor) in tensors.OrderBy(pair => pair.Value.Begin).ThenBy(pair => pair.Value.End))
        {
            if (tensor.Begin != at)
                throw new BadInputException($"{file}, head, {name}", $"The data begin at byte {tensor.Begin}, {(tensor.Begin < at ? "within another tensor" : "after a gap")}.", $"byte {at}");
            at = tensor.End;
        }
        if (at != end) throw new BadInputException($"{file}, byte {at}", $"{end - at} bytes belong to no tensor.", "a file that ends here");
    }
}
