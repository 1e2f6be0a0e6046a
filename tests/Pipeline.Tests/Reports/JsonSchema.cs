using System.Text.Json;
using System.Text.RegularExpressions;

namespace Pipeline.Tests.Reports;

/// <summary>As much of JSON Schema 2020-12 as our schemas use; a keyword it does not know is an error.</summary>
internal sealed class JsonSchema(JsonElement root)
{
    public static JsonSchema Of(string path) => new(JsonDocument.Parse(File.ReadAllText(path)).RootElement);

    /// <summary>Where and why a document does not follow the schema.</summary>
    public IReadOnlyList<string> Problems(string json) => [.. Check(root, JsonDocument.Parse(json).RootElement, "")];

    private IEnumerable<string> Check(JsonElement schema, JsonElement value, string at) =>
        schema.EnumerateObject().SelectMany(keyword => keyword.Name switch
        {
            "$schema" or "title" or "description" or "default" or "$defs" or "patternProperties" => [],
            "$ref" => Check(root.GetProperty("$defs").GetProperty(keyword.Value.GetString()!["#/$defs/".Length..]), value, at),
            "type" => Unless(IsOf(keyword.Value.GetString()!, value), $"{at}: not of type {keyword.Value}"),
            "enum" => Unless(keyword.Value.EnumerateArray().Any(member => JsonElement.DeepEquals(member, value)), $"{at}: not one of {keyword.Value}"),
            "pattern" => Unless(value.ValueKind != JsonValueKind.String || Regex.IsMatch(value.GetString()!, keyword.Value.GetString()!, RegexOptions.NonBacktracking), $"{at}: not like {keyword.Value}"),
            "minimum" => Unless(value.ValueKind != JsonValueKind.Number || value.GetDouble() >= keyword.Value.GetDouble(), $"{at}: too small"),
            "maximum" => Unless(value.ValueKind != JsonValueKind.Number || value.GetDouble() <= keyword.Value.GetDouble(), $"{at}: too great"),
            "exclusiveMinimum" => Unless(value.ValueKind != JsonValueKind.Number || value.GetDouble() > keyword.Value.GetDouble(), $"{at}: too small"),
            "minLength" => Unless(value.ValueKind != JsonValueKind.String || value.GetString()!.Length >= keyword.Value.GetInt32(), $"{at}: too short"),
            "maxLength" => Unless(value.ValueKind != JsonValueKind.String || value.GetString()!.Length <= keyword.Value.GetInt32(), $"{at}: too long"),
            "minItems" => Unless(value.ValueKind != JsonValueKind.Array || value.GetArrayLength() >= keyword.Value.GetInt32(), $"{at}: too few"),
            "uniqueItems" => Unless(value.ValueKind != JsonValueKind.Array || value.EnumerateArray().Select(item => item.GetRawText()).Distinct().Count() == value.GetArrayLength(), $"{at}: repeats"),
            "minProperties" => Unless(value.ValueKind != JsonValueKind.Object || value.EnumerateObject().Count() >= keyword.Value.GetInt32(), $"{at}: too few"),
            "maxProperties" => Unless(value.ValueKind != JsonValueKind.Object || value.EnumerateObject().Count() <= keyword.Value.GetInt32(), $"{at}: too many"),
            "maxItems" => Unless(value.GetArrayLength() <= keyword.Value.GetInt32(), $"{at}: too long"),
            "items" => value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().SelectMany((item, index) => Check(keyword.Value, item, $"{at}[{index}]")) : [],
            "anyOf" => Unless(keyword.Value.EnumerateArray().Any(choice => !Check(choice, value, at).Any()), $"{at}: fits no alternative"),
            "required" => value.ValueKind == JsonValueKind.Object
                ? keyword.Value.EnumerateArray().Where(name => !value.TryGetProperty(name.GetString()!, out _)).Select(name => $"{at}: lacks {name}")
                : [],
            "properties" => value.ValueKind == JsonValueKind.Object ? Members(schema, value, at) : [],
            "additionalProperties" => value.ValueKind == JsonValueKind.Object ? Others(schema, keyword.Value, value, at) : [],
            _ => throw new NotSupportedException($"The keyword {keyword.Name} is not known."),
        });

    private IEnumerable<string> Members(JsonElement schema, JsonElement value, string at) =>
        from member in value.EnumerateObject()
        from rule in RulesOf(schema, member.Name)
        from problem in Check(rule, member.Value, $"{at}.{member.Name}")
        select problem;

    private IEnumerable<string> Others(JsonElement schema, JsonElement rule, JsonElement value, string at) =>
        from member in value.EnumerateObject()
        where !RulesOf(schema, member.Name).Any()
        from problem in rule.ValueKind == JsonValueKind.False ? [$"{at}: unknown {member.Name}"] : Check(rule, member.Value, $"{at}.{member.Name}")
        select problem;

    private static IEnumerable<JsonElement> RulesOf(JsonElement schema, string name)
    {
        if (schema.TryGetProperty("properties", out var named) && named.TryGetProperty(name, out var rule)) yield return rule;
        if (!schema.TryGetProperty("patternProperties", out var families)) yield break;
        foreach (var family in families.EnumerateObject().Where(family => Regex.IsMatch(name, family.Name, RegexOptions.NonBacktracking))) yield return family.Value;
    }

    private static bool IsOf(string type, JsonElement value) => type switch
    {
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        _ => value.ValueKind.ToString().Equals(type, StringComparison.OrdinalIgnoreCase),
    };

    private static IEnumerable<string> Unless(bool holds, string problem) => holds ? [] : [problem];
}
