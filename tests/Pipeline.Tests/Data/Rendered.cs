using System.Collections;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pipeline.Tests.Data;

/// <summary>Writes values as the golden files do: dates, decimals and infinities as text, bytes as base64.</summary>
internal static class Rendered
{
    public static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="value">A value of a table.</param>
    /// <param name="scale">Decimal places of a decimal column, or null.</param>
    public static JsonNode? Of(object? value) => value switch
    {
        null => null,
        bool truth => truth,
        byte[] bytes => Convert.ToBase64String(bytes),
        decimal money => money.ToString(),
        double d when !double.IsFinite(d) => double.IsNaN(d) ? "NaN" : d > 0 ? "Infinity" : "-Infinity",
        double d => d,
        float f => (double)f,
        DateTime at => at.ToString("yyyy-MM-ddTHH:mm:ss.ffffff") + (at.Kind == DateTimeKind.Utc ? "Z" : ""),
        DateOnly day => day.ToString("yyyy-MM-dd"),
        string text => text,
        IDictionary<string, object?> members => new JsonObject(members.Select(pair => KeyValuePair.Create(pair.Key, Of(pair.Value)))),
        IEnumerable items => new JsonArray([.. items.Cast<object?>().Select(Of)]),
        _ => Convert.ToInt64(value),
    };
}
