using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pipeline.Core.Inputs;

namespace Pipeline.Core.Canonical;

/// <summary>
/// JSON with one form for one content (RFC 8785): names in order of their UTF-16 code units, no white space, numbers as ECMAScript
/// writes doubles, texts in UTF-8 with the least escapes. So a digest of the bytes is a digest of the content.
/// </summary>
public static class CanonicalJson
{
    private const int MostDepth = 64;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The canonical form.</summary>
    /// <exception cref="ArgumentException">A number is not finite, or a text holds half of a surrogate pair.</exception>
    public static byte[] Write(JsonNode? node)
    {
        var text = new StringBuilder();
        Append(text, node);
        return Strict.GetBytes(text.ToString());
    }

    /// <summary>Reads what is in canonical form, and refuses everything that is not, so that no other bytes mean the same.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="where">Where they come from, for the message.</param>
    /// <exception cref="BadInputException">It is no JSON, or not canonical: duplicate names, white space, other forms of numbers.</exception>
    public static JsonNode Read(ReadOnlySpan<byte> bytes, string where)
    {
        try
        {
            var node = JsonNode.Parse(bytes, new JsonNodeOptions(), new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = MostDepth });
            if (node is not null && Write(node).AsSpan().SequenceEqual(bytes)) return node;
        }
        catch (Exception other) when (other is JsonException or ArgumentException or FormatException or OverflowException or InvalidOperationException)
        {
            throw new BadInputException(new Problem(where, "This is no JSON in canonical form.", "the file as Pipeline wrote it, unchanged to the last byte"), other);
        }
        throw new BadInputException(where, "This is no JSON in canonical form.", "the file as Pipeline wrote it, unchanged to the last byte");
    }

    private static void Append(StringBuilder text, JsonNode? node)
    {
        switch (node)
        {
            case null: text.Append("null"); break;
            case JsonArray array:
                text.Append('[');
                for (var i = 0; i < array.Count; i++)
                {
                    if (i > 0) text.Append(',');
                    Append(text, array[i]);
                }
                text.Append(']');
                break;
            case JsonObject members:
                text.Append('{');
                var first = true;
                foreach (var (name, value) in members.OrderBy(member => member.Key, StringComparer.Ordinal))
                {
                    if (!first) text.Append(',');
                    first = false;
                    AppendText(text, name);
                    text.Append(':');
                    Append(text, value);
                }
                text.Append('}');
                break;
            default: AppendValue(text, node.AsValue()); break;
        }
    }

    private static void AppendValue(StringBuilder text, JsonValue value)
    {
        switch (value.GetValueKind())
        {
            case JsonValueKind.True: text.Append("true"); break;
            case JsonValueKind.False: text.Append("false"); break;
            case JsonValueKind.String: AppendText(text, value.GetValue<string>()); break;
            default: text.Append(Number(double.Parse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture))); break;
        }
    }

    private static void AppendText(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var c in value)
        {
            switch (c)
            {
                case '"': text.Append("\\\""); break;
                case '\\': text.Append("\\\\"); break;
                case '\b': text.Append("\\b"); break;
                case '\t': text.Append("\\t"); break;
                case '\n': text.Append("\\n"); break;
                case '\f': text.Append("\\f"); break;
                case '\r': text.Append("\\r"); break;
                case < ' ': text.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture)); break;
                default: text.Append(c); break;
            }
        }
        text.Append('"');
    }

    /// <summary>A double as ECMAScript writes it (Number::toString): the shortest digits that return it.</summary>
    internal static string Number(double value)
    {
        if (!double.IsFinite(value)) throw new ArgumentException("A number that is not finite cannot be written.", nameof(value));
        if (value == 0) return "0";
        var (digits, point) = Digits(Math.Abs(value).ToString("R", CultureInfo.InvariantCulture));
        return (value < 0 ? "-" : "") + Place(digits, point);
    }

    /// <summary>Digits without zeros at either end, and where the point stands before them: value = 0.digits times ten to the point.</summary>
    private static (string Digits, int Point) Digits(string shortest)
    {
        var e = shortest.IndexOf('E', StringComparison.Ordinal);
        var exponent = e < 0 ? 0 : int.Parse(shortest.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var mantissa = e < 0 ? shortest : shortest[..e];
        var dot = mantissa.IndexOf('.', StringComparison.Ordinal);
        var whole = dot < 0 ? mantissa.Length : dot;
        var all = mantissa.Replace(".", "", StringComparison.Ordinal);
        var leading = all.Length - all.TrimStart('0').Length;
        return (all.Trim('0'), whole - leading + exponent);
    }

    private static string Place(string digits, int point)
    {
        var k = digits.Length;
        if (point is > 0 and <= 21) return point >= k ? digits + new string('0', point - k) : digits[..point] + "." + digits[point..];
        if (point is > -6 and <= 0) return "0." + new string('0', -point) + digits;
        var exponent = point - 1;
        return digits[..1] + (k > 1 ? "." + digits[1..] : "") + "e" + (exponent < 0 ? "-" : "+") + Math.Abs(exponent).ToString(CultureInfo.InvariantCulture);
    }
}
