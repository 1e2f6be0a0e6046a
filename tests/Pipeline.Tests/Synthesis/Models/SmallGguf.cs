using System.Text;

namespace Pipeline.Tests.Synthesis.Models;

/// <summary>Writes a small GGUF file byte by byte, after the format's description and not with the reader's code.</summary>
internal sealed class SmallGguf
{
    private readonly List<byte> data = [];
    private readonly List<(string Name, ulong[] Sizes, uint Type, long Offset)> tensors = [];
    private readonly List<Action<BinaryWriter>> pairs = [];

    public SmallGguf Pair(string key, uint type, Action<BinaryWriter> value)
    {
        pairs.Add(writer =>
        {
            Text(writer, key);
            writer.Write(type);
            value(writer);
        });
        return this;
    }

    public SmallGguf Text(string key, string value) => Pair(key, 8, writer => Text(writer, value));

    public SmallGguf Tensor(string name, uint type, byte[] bytes, params ulong[] sizesFastestFirst)
    {
        while (data.Count % 32 != 0) data.Add(0);
        tensors.Add((name, sizesFastestFirst, type, data.Count));
        data.AddRange(bytes);
        return this;
    }

    public byte[] Build()
    {
        using var head = new MemoryStream();
        using var writer = new BinaryWriter(head);
        writer.Write("GGUF"u8);
        writer.Write(3u);
        writer.Write((ulong)tensors.Count);
        writer.Write((ulong)pairs.Count);
        foreach (var pair in pairs) pair(writer);
        foreach (var (name, sizes, type, offset) in tensors)
        {
            Text(writer, name);
            writer.Write((uint)sizes.Length);
            foreach (var size in sizes) writer.Write(size);
            writer.Write(type);
            writer.Write((ulong)offset);
        }
        while (head.Length % 32 != 0) writer.Write((byte)0);
        writer.Write(data.ToArray());
        return head.ToArray();
    }

    /// <summary>A file with every kind of metadata and of tensor.</summary>
    public static SmallGguf Complete() => new SmallGguf()
        .Pair("u8", 0, writer => writer.Write((byte)200)).Pair("i8", 1, writer => writer.Write((sbyte)-5))
        .Pair("u16", 2, writer => writer.Write((ushort)60000)).Pair("i16", 3, writer => writer.Write((short)-300))
        .Pair("u32", 4, writer => writer.Write(7u)).Pair("i32", 5, writer => writer.Write(-7))
        .Pair("f32", 6, writer => writer.Write(1.5f)).Pair("flag", 7, writer => writer.Write((byte)1))
        .Text("text", "Grüße")
        .Pair("texts", 9, writer =>
        {
            writer.Write(8u);
            writer.Write(2ul);
            Text(writer, "a");
            Text(writer, "b");
        })
        .Pair("numbers", 9, writer =>
        {
            writer.Write(5u);
            writer.Write(3ul);
            foreach (var number in new[] { 1, -2, 3 }) writer.Write(number);
        })
        .Pair("lists", 9, writer =>
        {
            writer.Write(9u);
            writer.Write(1ul);
            writer.Write(0u);
            writer.Write(2ul);
            writer.Write((ushort)0x0201);
        })
        .Pair("u64", 10, writer => writer.Write(ulong.MaxValue)).Pair("i64", 11, writer => writer.Write(-1L)).Pair("f64", 12, writer => writer.Write(.25))
        .Tensor("plain", 0, [.. Enumerable.Range(1, 6).SelectMany(i => BitConverter.GetBytes((float)i))], 3, 2)
        .Tensor("half", 1, [.. Enumerable.Range(1, 4).SelectMany(i => BitConverter.GetBytes((Half)(i / 2.0)))], 4)
        .Tensor("nibbles", 3, [.. BitConverter.GetBytes((Half)2), .. BitConverter.GetBytes((Half)(-1)), .. Enumerable.Range(0, 16).Select(i => (byte)(i | (15 - i) << 4))], 32)
        .Tensor("bytes", 8, [.. BitConverter.GetBytes((Half)0.5), .. Enumerable.Range(0, 32).Select(i => (byte)(sbyte)(i - 16))], 32);

    private static void Text(BinaryWriter writer, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        writer.Write((ulong)bytes.Length);
        writer.Write(bytes);
    }
}
