using System.Buffers.Binary;
using System.Text;
using System.Text.Json;

namespace Pipeline.Tests.Synthesis.Models;

/// <summary>Writes and takes apart safetensors files, after the format's description and not with the reader's code.</summary>
internal static class SafetensorsBytes
{
    /// <summary>A file of a head and data, whatever they say.</summary>
    public static byte[] File(string head, params byte[] data)
    {
        var utf8 = Encoding.UTF8.GetBytes(head);
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, utf8.Length);
        return [.. length, .. utf8, .. data];
    }

    /// <summary>A file of some tensors: type, shape as JSON, and data.</summary>
    public static byte[] File(IEnumerable<(string Name, string Type, string Shape, byte[] Data)> tensors)
    {
        var (entries, data) = (new List<string>(), new List<byte>());
        foreach (var (name, type, shape, bytes) in tensors)
        {
            entries.Add($"{JsonSerializer.Serialize(name)}:{{\"dtype\":\"{type}\",\"shape\":{shape},\"data_offsets\":[{data.Count},{data.Count + bytes.Length}]}}");
            data.AddRange(bytes);
        }
        return File("{" + string.Join(",", entries) + "}", [.. data]);
    }

    /// <summary>The tensors of a file.</summary>
    public static List<(string Name, string Type, string Shape, byte[] Data)> Tensors(byte[] file)
    {
        var start = 8 + (int)BinaryPrimitives.ReadInt64LittleEndian(file);
        return [.. JsonElement.Parse(file.AsSpan(8, start - 8)).EnumerateObject().Where(entry => entry.Name != "__metadata__").Select(entry =>
        {
            var ends = entry.Value.Ids("data_offsets");
            return (entry.Name, entry.Value.Text("dtype"), entry.Value.GetProperty("shape").GetRawText(), file[(start + ends[0])..(start + ends[1])]);
        })];
    }
}
