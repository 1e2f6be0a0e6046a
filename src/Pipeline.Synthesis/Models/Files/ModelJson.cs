using System.Text.Json;
using Pipeline.Core.Inputs;

namespace Pipeline.Synthesis.Models.Files;

/// <summary>A JSON object of a model folder, read with located errors: every value is checked before it is believed.</summary>
internal sealed class ModelJson
{
    /// <summary>Deeper files are refused by the parser; no model's file reaches ten levels.</summary>
    private const int Deepest = 32;

    private readonly JsonElement element;
    private readonly string where;

    private ModelJson(JsonElement element, string where) => (this.element, this.where) = (element, where);

    /// <summary>The names of its properties.</summary>
    public IEnumerable<string> Keys => element.EnumerateObject().Select(property => property.Name);

    /// <summary>Its properties.</summary>
    public IEnumerable<JsonProperty> Properties => element.EnumerateObject();

    /// <summary>Reads a whole file of at most <paramref name="most"/> bytes.</summary>
    /// <exception cref="BadInputException">The file is missing, too long, or no JSON object.</exception>
    public static ModelJson Open(string path, long most)
    {
        using var stream = ModelBytes.Open(path, "a JSON file");
        var name = Path.GetFileName(path);
        if (stream.Length > most) throw new BadInputException(name, $"The file is {stream.Length} bytes long.", $"at most {most} bytes");
        var bytes = new byte[stream.Length];
        ModelBytes.Fill(stream, bytes, 0);
        return Parse(bytes, name);
    }

    /// <summary>Reads an object from UTF-8.</summary>
    /// <exception cref="BadInputException">The bytes are no JSON object, or name a property twice.</exception>
    public static ModelJson Parse(byte[] utf8, string where)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8, new JsonDocumentOptions { MaxDepth = Deepest, AllowDuplicateProperties = false });
            Touch(document.RootElement);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? new ModelJson(document.RootElement.Clone(), where)
                : throw new BadInputException(where, "This is JSON, but no object.", "{ ... }");
        }
        // The parser says so in one of these ways where half of a surrogate pair is escaped.
        catch (Exception broken) when (broken is JsonException or InvalidOperationException or ArgumentException)
        {
            throw new BadInputException(new Problem(where, $"This is not the JSON that is needed: {broken.Message}"), broken);
        }
    }

    /// <summary>Whether the property is there and not null.</summary>
    public bool Has(string key) => element.TryGetProperty(key, out var value) && value.ValueKind != JsonValueKind.Null;

    /// <summary>The value as it stands.</summary>
    public JsonElement Value(string key) => Has(key)
        ? element.GetProperty(key)
        : throw new BadInputException(where, $"'{key}' is missing.", nearest: NearestName.Of(key, Keys));

    /// <summary>An object within this one.</summary>
    public ModelJson Object(string key) => Value(key).ValueKind == JsonValueKind.Object
        ? new ModelJson(Value(key), $"{where}, {key}")
        : throw Wrong(key, "an object");

    /// <summary>A text.</summary>
    public string Text(string key) => Value(key).ValueKind == JsonValueKind.String ? Value(key).GetString()! : throw Wrong(key, "a text");

    /// <summary>A whole number from 1 to <paramref name="most"/>.</summary>
    public int Size(string key, int most = int.MaxValue) =>
        Value(key) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt32(out var whole) && whole >= 1 && whole <= most
            ? whole
            : throw Wrong(key, $"a whole number from 1 to {most}");

    /// <summary>A finite number above 0.</summary>
    public double Positive(string key) =>
        Value(key) is { ValueKind: JsonValueKind.Number } value && value.TryGetDouble(out var number) && double.IsFinite(number) && number > 0
            ? number
            : throw Wrong(key, "a number above 0");

    /// <summary>True or false; <paramref name="otherwise"/> if it is not said.</summary>
    public bool Flag(string key, bool otherwise) => !Has(key) ? otherwise : Value(key).ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Wrong(key, "true or false"),
    };

    /// <summary>Refuses any value but the one that is built here; a missing one is that one.</summary>
    public void Only(string key, string built)
    {
        if (Has(key) && (Value(key).ValueKind != JsonValueKind.String || Text(key) != built)) throw Wrong(key, $"'{built}', the only one built here");
    }

    /// <summary>Refuses a flag that asks for something that is not built here.</summary>
    public void Only(string key, bool built)
    {
        if (Flag(key, built) != built) throw Wrong(key, built ? "true; the other way is not built here" : "false; the other way is not built here");
    }

    /// <summary>The error for a value that is not what it should be.</summary>
    public BadInputException Wrong(string key, string expected) => new($"{where}, {key}", "This value cannot be used.", expected);

    /// <summary>Decodes every text once, since the parser leaves that, and its errors, until a text is asked for.</summary>
    private static void Touch(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.String) _ = value.GetString();
        if (value.ValueKind == JsonValueKind.Array)
            foreach (var item in value.EnumerateArray()) Touch(item);
        if (value.ValueKind != JsonValueKind.Object) return;
        foreach (var property in value.EnumerateObject())
        {
            _ = property.Name;
            Touch(property.Value);
        }
    }
}
