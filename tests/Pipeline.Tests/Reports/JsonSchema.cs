using System.Text.Json;
using System.Text.RegularExpressions;

namespace Pipeline.Tests.Reports;

/// <summary>As much of JSON Schema 2020-12 as the report's schema uses; a keyword it does not know is an error.</summary>
internal sealed class JsonSchema(JsonElement root)
{
    public static JsonSchema Of(string path) => new(JsonDocument.Parse(File.ReadAllText(path)).RootElement);

    /// <summary>Where and why a document does not follow the schema.</summary>
    public IReadOnlyList<string> Problems(string json) => [.. Check(root, JsonDocument.Parse(json).RootElement, "")];

    private IEnumerable<string> Check(JsonElement schema, JsonElement value, string at) =>
        schema.EnumerateObject().SelectMany(keyword => keyword.Name switch
        {
            "$schema" or "title" or "description" or "$defs" => [],
            "$ref" => Check(root.GetProperty("$defs").GetProperty(keyword.Value.GetString()!["#/$defs/".Length..]), value, at),
            "type" => Unless(IsOf(keyword.Value.GetString()!, value), $"{at}: not of type {keyword.Value}"),
            "enum" => Unless(keyword.Value.EnumerateArray().Any(member => JsonElement.DeepEquals(member, value)), $"{at}: not one of {keyword.Value}"),
            "pattern" => Unless(value.ValueKind != JsonValueKind.String || Regex.IsMatch(value.GetString()!, keyword.Value.GetString()!, RegexOptions.NonBacktracking), $"{at}: not like {keyword.Value}"),
            "minimum" => Unless(value.ValueKind != JsonValueKind.Number || value.GetDouble() >= keyword.Value.GetDouble(), $"{at}: too small"),
            "maxItems" => Unless(value.GetArrayLength() <= keyword.Value.GetInt32(), $"{at}: too long"),
            "items" => value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().SelectMany((item, index) => Check(keyword.Value, item, $"{at}[{index}]")) : [],
            "anyOf" => Unless(keyword.Value.EnumerateArray().Any(choice => !Check(choice, value, at).Any()), $"{at}: fits no alternative"),
            "required" => value.ValueKind == JsonValueKind.Object
                ? keyword.Value.EnumerateArray().Where(name => !value.TryGetProperty(name.GetString()!, out _)).Select(name => $"{at}: lacks {name}")
                : [],
            "properties" => value.ValueKind == JsonValueKind.Object ? Members(keyword.Value, value, at) : [],
            "additionalProperties" => value.ValueKind == JsonValueKind.Object
                ? value.EnumerateObject().Where(member => !schema.GetProperty("properties").TryGetProperty(member.Name, out _)).Select(member => $"{at}: unknown {member.Name}")
                : [],
            _ => throw new NotSupportedException($"The keyword {keyword.Name} is not known."),
        });

    private IEnumerable<string> Members(JsonElement properties, JsonElement value, string at) => value.EnumerateObject()
        .Where(member => properties.TryGetProperty(member.Name, out _))
        .SelectMany(member => Check(properties.GetProperty(member.Name), member.Value, $"{at}.{member.Name}"));

    private static bool IsOf(string type, JsonElement value) => type switch
    {
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        _ => value.ValueKind.ToString().Equals(type, StringComparison.OrdinalIgnoreCase),
    };

    private static IEnumerable<string> Unless(bool holds, string problem) => holds ? [] : [problem];
}
