using System.Text.Json;

namespace Pipeline.Data.Sources.Text;

/// <summary>Reads one JSON object strictly: no key twice, no half of a surrogate pair, nothing after it.</summary>
internal static class JsonLine
{
    private static readonly JsonReaderOptions Strict = new() { CommentHandling = JsonCommentHandling.Disallow, AllowTrailingCommas = false, MaxDepth = 64 };

    /// <summary>Reads the object.</summary>
    /// <exception cref="FormatException">It is not acceptable; the message says why without quoting it.</exception>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static Dictionary<string, object?> Read(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, Strict);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject) throw new FormatException("It is not a JSON object.");
        var read = Object(ref reader);
        // Raises an error of its own when more follows.
        reader.Read();
        return read;
    }

    private static Dictionary<string, object?> Object(ref Utf8JsonReader reader)
    {
        var members = new Dictionary<string, object?>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = Text(ref reader);
            reader.Read();
            if (!members.TryAdd(name, Value(ref reader))) throw new FormatException("A key occurs twice in one object.");
        }
        return members;
    }

    private static object? Value(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Null: return null;
            case JsonTokenType.True: return true;
            case JsonTokenType.False: return false;
            case JsonTokenType.String: return Text(ref reader);
            case JsonTokenType.Number: return Number(ref reader);
            case JsonTokenType.StartObject: return Object(ref reader);
            default:
                var items = new List<object?>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) items.Add(Value(ref reader));
                return items;
        }
    }

    /// <summary>A whole number as long; a longer one as its digits, which a double would change; any other as double.</summary>
    private static object Number(ref Utf8JsonReader reader)
    {
        if (reader.TryGetInt64(out var whole)) return whole;
        return reader.ValueSpan.IndexOfAny(".eE"u8) < 0 ? System.Text.Encoding.ASCII.GetString(reader.ValueSpan) : reader.GetDouble();
    }

    private static string Text(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException half)
        {
            throw new FormatException("A text holds half of a surrogate pair.", half);
        }
    }
}
