using System.Collections;
using System.Globalization;
using Pipeline.Core.Inputs;

namespace Pipeline.Synthesis.Models.Gguf;

/// <summary>The key-value pairs of a GGUF file.</summary>
public sealed class GgufMetadata
{
    private const int DeepestArray = 4;
    private readonly Dictionary<string, object> values = new(StringComparer.Ordinal);
    private readonly string file;

    internal GgufMetadata(GgufCursor cursor, int count, string file)
    {
        this.file = file;
        for (var i = 0; i < count; i++)
        {
            var at = cursor.Position;
            var key = cursor.Text();
            if (!values.TryAdd(key, Value(cursor, cursor.UInt32(), 0)))
                throw cursor.Bad(at, $"The key '{key}' occurs a second time.");
        }
    }

    /// <summary>Every key, in no order.</summary>
    public IEnumerable<string> Keys => values.Keys;

    /// <summary>Whether the file has the key.</summary>
    public bool Has(string key) => values.ContainsKey(key);

    /// <summary>A text.</summary>
    /// <exception cref="BadInputException">The key is missing or is no text.</exception>
    public string Text(string key) => Find(key) as string ?? throw Wrong(key, "a text");

    /// <summary>A whole number between 0 and the largest int, of any stored width.</summary>
    /// <exception cref="BadInputException">The key is missing or is no such number.</exception>
    public int Whole(string key)
    {
        var value = Find(key);
        var whole = value is byte or sbyte or ushort or short or uint or int or ulong or long ? Convert.ToDecimal(value, CultureInfo.InvariantCulture) : -1;
        return whole is >= 0 and <= int.MaxValue ? (int)whole : throw Wrong(key, "a whole number of at least 0");
    }

    /// <summary>A finite number.</summary>
    /// <exception cref="BadInputException">The key is missing or is no such number.</exception>
    public double Number(string key) => Find(key) switch
    {
        float number when float.IsFinite(number) => number,
        double number when double.IsFinite(number) => number,
        _ => throw Wrong(key, "a finite number"),
    };

    /// <summary>An array of one kind.</summary>
    /// <exception cref="BadInputException">The key is missing or holds something else.</exception>
    public IReadOnlyList<T> List<T>(string key) => Find(key) as T[] ?? throw Wrong(key, $"an array of {typeof(T).Name}");

    private object Find(string key) => values.TryGetValue(key, out var value)
        ? value
        : throw new BadInputException(file, $"The metadata lack the key '{key}'.", nearest: NearestName.Of(key, values.Keys));

    private BadInputException Wrong(string key, string expected) =>
        new(file, $"The metadata key '{key}' holds {(Find(key) is ICollection ? "an array" : "a value")} of another kind.", expected);

    private static object Value(GgufCursor cursor, uint type, int depth) => type switch
    {
        0 => cursor.Byte(),
        1 => (sbyte)cursor.Byte(),
        2 => (ushort)(cursor.Byte() | cursor.Byte() << 8),
        3 => (short)(cursor.Byte() | cursor.Byte() << 8),
        4 => cursor.UInt32(),
        5 => (int)cursor.UInt32(),
        6 => BitConverter.UInt32BitsToSingle(cursor.UInt32()),
        7 => Flag(cursor, cursor.Byte()),
        8 => cursor.Text(),
        9 => List(cursor, cursor.UInt32(), depth),
        10 => cursor.UInt64(),
        11 => (long)cursor.UInt64(),
        12 => BitConverter.UInt64BitsToDouble(cursor.UInt64()),
        _ => throw cursor.Bad($"There is no metadata type {type}.", "0 to 12"),
    };

    private static Array List(GgufCursor cursor, uint type, int depth) => type switch
    {
        0 => cursor.Numbers(1, (bytes, at) => bytes[at]),
        1 => cursor.Numbers(1, (bytes, at) => (sbyte)bytes[at]),
        2 => cursor.Numbers(2, BitConverter.ToUInt16),
        3 => cursor.Numbers(2, BitConverter.ToInt16),
        4 => cursor.Numbers(4, BitConverter.ToUInt32),
        5 => cursor.Numbers(4, BitConverter.ToInt32),
        6 => cursor.Numbers(4, BitConverter.ToSingle),
        7 => cursor.Numbers(1, (bytes, at) => Flag(cursor, bytes[at])),
        8 => Texts(cursor),
        9 => Lists(cursor, depth),
        10 => cursor.Numbers(8, BitConverter.ToUInt64),
        11 => cursor.Numbers(8, BitConverter.ToInt64),
        12 => cursor.Numbers(8, BitConverter.ToDouble),
        _ => throw cursor.Bad($"There is no metadata type {type}.", "0 to 12"),
    };

    private static bool Flag(GgufCursor cursor, byte value) =>
        value <= 1 ? value == 1 : throw cursor.Bad($"A boolean is {value}.", "0 or 1");

    private static string[] Texts(GgufCursor cursor)
    {
        var texts = new string[cursor.Count("texts", 8)];
        for (var i = 0; i < texts.Length; i++) texts[i] = cursor.Text();
        return texts;
    }

    private static object[] Lists(GgufCursor cursor, int depth)
    {
        if (depth == DeepestArray) throw cursor.Bad("Arrays are nested too deeply.", $"at most {DeepestArray} levels");
        var lists = new object[cursor.Count("arrays", 12)];
        for (var i = 0; i < lists.Length; i++) lists[i] = List(cursor, cursor.UInt32(), depth + 1);
        return lists;
    }
}
