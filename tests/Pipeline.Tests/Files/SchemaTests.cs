using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Pipeline.Files;
using Pipeline.Files.Reading;
using Pipeline.Files.Yaml;
using Pipeline.Tests.Reports;

namespace Pipeline.Tests.Files;

/// <summary>The published schemas and the parser know the same keys and words.</summary>
public sealed class SchemaTests
{
    public static TheoryData<string> Kinds => ["pipeline", "suite", "policy"];

    public static TheoryData<string, string> ShippedFiles => new()
    {
        { "pipeline", "pipelines/tickets.yaml" },
        { "pipeline", "pipelines/controls/memorising.yaml" },
        { "pipeline", "pipelines/controls/unmeasured.yaml" },
        { "suite", "audits/standard.yaml" },
        { "suite", "audits/quick.yaml" },
        { "suite", "audits/thorough.yaml" },
        { "policy", "policies/standard.yaml" },
        { "policy", "policies/strict.yaml" },
        { "policy", "policies/controls/unmeasured.yaml" },
    };

    private static string PathOf(string kind) => Fixtures.Shipped("schemas", $"{kind}.schema.json");

    private static JsonElement SchemaOf(string kind) => JsonDocument.Parse(File.ReadAllText(PathOf(kind))).RootElement;

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Schema_and_parser_know_the_same_keys(string kind)
    {
        var root = SchemaOf(kind);
        foreach (var shape in Grammar.Files[kind])
        {
            var schema = shape.Name == kind ? root : root.GetProperty("$defs").GetProperty(shape.Name);
            Assert.Equal(shape.Keys.Order(), schema.GetProperty("properties").EnumerateObject().Select(property => property.Name).Order());
            Assert.Equal(shape.Required.Order(), schema.GetProperty("required").EnumerateArray().Select(name => name.GetString()!).Order());
            Assert.False(schema.GetProperty("additionalProperties").GetBoolean());
            Assert.Equal(shape.Family is not null, schema.TryGetProperty("patternProperties", out var families));
            foreach (var example in shape.Examples)
                Assert.Contains(families.EnumerateObject(), family => Regex.IsMatch(example, family.Name, RegexOptions.NonBacktracking) && shape.Family!.IsMatch(example));
        }
        var sections = root.TryGetProperty("$defs", out var definitions)
            ? definitions.EnumerateObject().Where(definition => definition.Value.TryGetProperty("properties", out _)).Select(definition => definition.Name)
            : [];
        Assert.Equal(Grammar.Files[kind].Select(shape => shape.Name).Order(), sections.Append(kind).Order());
    }

    [Theory]
    [InlineData("pipeline", "source", "format")]
    [InlineData("pipeline", "source", "classification")]
    [InlineData("pipeline", "privacy", "neighbours")]
    [InlineData("pipeline", "synthesis", "method")]
    [InlineData("pipeline", "synthesis", "device")]
    [InlineData("pipeline", "synthesis", "balance")]
    [InlineData("pipeline", "style", "casing")]
    [InlineData("pipeline", "style", "punctuation")]
    [InlineData("pipeline", "style", "ending")]
    [InlineData("pipeline", "style", "apostrophes")]
    [InlineData("pipeline", "style", "lines")]
    [InlineData("pipeline", "release", "approval")]
    [InlineData("pipeline", "schedule", "misfire")]
    [InlineData("policy", "guarantee", "guarantee")]
    [InlineData("policy", "guarantee", "scope")]
    [InlineData("policy", "finding", "against")]
    public void Schema_and_parser_know_the_same_words(string kind, string section, string key)
    {
        IReadOnlyList<string> words = key switch
        {
            "format" => Grammar.Formats.All,
            "classification" => Grammar.Classifications.All,
            "neighbours" => Grammar.NeighbouringRelations.All,
            "method" => Grammar.Methods.All,
            "device" => Grammar.Devices.All,
            "balance" => Grammar.Balances.All,
            "casing" => Grammar.Casings.All,
            "punctuation" => Grammar.Spacings.All,
            "ending" => Grammar.Endings.All,
            "apostrophes" => Grammar.Apostrophes.All,
            "lines" => Grammar.Lines.All,
            "approval" => Grammar.Approvals.All,
            "misfire" => Grammar.Misfires.All,
            "guarantee" => Grammar.Guarantees.All,
            "scope" => Grammar.Scopes.All,
            _ => Grammar.Parts.All,
        };
        Assert.Equal(words, SchemaOf(kind).GetProperty("$defs").GetProperty(section).GetProperty("properties").GetProperty(key)
            .GetProperty("enum").EnumerateArray().Select(word => word.GetString()!));
    }

    [Theory]
    [MemberData(nameof(ShippedFiles))]
    public void A_shipped_file_follows_its_schema_and_names_it(string kind, string file)
    {
        var path = Fixtures.Shipped(file.Split('/'));
        Assert.Empty(JsonSchema.Of(PathOf(kind)).Problems(Json(path)));
        var named = File.ReadLines(path).First().Split("$schema=")[1];
        Assert.Equal(PathOf(kind), Path.GetFullPath(named, Path.GetDirectoryName(path)!));
    }

    [Fact]
    public void Every_shipped_file_is_among_those_tested()
    {
        var shipped = new[] { "pipelines", "policies", "audits" }
            .SelectMany(folder => Directory.EnumerateFiles(Fixtures.Shipped(folder), "*.yaml", SearchOption.AllDirectories))
            .Select(path => Path.GetRelativePath(Fixtures.Root, path).Replace('\\', '/'));
        Assert.Equal(shipped.Order(), ShippedFiles.Select(row => row.Data.Item2).Order());
    }

    /// <summary>A schema that accepts everything would pass the tests above.</summary>
    [Theory]
    [InlineData("pipeline", "pipelines/tickets.yaml", "epsilon: 4", "epsilon: four")]
    [InlineData("pipeline", "pipelines/tickets.yaml", "method: match", "method: mtach")]
    [InlineData("pipeline", "pipelines/tickets.yaml", "  token: \" account\"", "  tokn: \" account\"")]
    [InlineData("suite", "audits/standard.yaml", "words: 5", "words: five")]
    [InlineData("policy", "policies/standard.yaml", "at most: 0.30", "at most: little")]
    [InlineData("policy", "policies/standard.yaml", "value:", "valeu:")]
    public void A_broken_file_does_not_follow_its_schema(string kind, string file, string old, string changed)
    {
        using var desk = new Desk();
        desk.Edit(file, old, changed);
        Assert.NotEmpty(JsonSchema.Of(PathOf(kind)).Problems(Json(desk.Path(file))));
    }

    private static string Json(string path) => Of(Page.Open(path).Root!).ToJsonString();

    private static JsonNode Of(YamlNode node) => node switch
    {
        YamlSection section => new JsonObject(section.Members.Select(member => KeyValuePair.Create(member.Key.Text, (JsonNode?)Of(member.Value)))),
        YamlList list => new JsonArray([.. list.Items.Select(Of)]),
        YamlScalar { Plain: true } scalar when int.TryParse(scalar.Text, out var whole) => JsonValue.Create(whole),
        YamlScalar { Plain: true } scalar when Section.NumberOf(scalar.Text, perCent: false) is { } number => JsonValue.Create(number),
        YamlScalar scalar => JsonValue.Create(scalar.Text),
        _ => throw new NotSupportedException(),
    };
}
