using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Pipeline.Core.Inputs;
using Pipeline.Synthesis.Models.Gguf;
using Pipeline.Synthesis.Models.Tokens;

namespace Pipeline.Tests.Synthesis.Models.Tokens;

/// <summary>The shipped vocabulary, written as a tokenizer.json in the spellings other models use.</summary>
public sealed class JsonVocabularyTests(JsonVocabularyTests.Tables tables) : IClassFixture<JsonVocabularyTests.Tables>, IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("tokenizer").FullName;

    [Theory, InlineData(false), InlineData(true)]
    public void Encodes_every_golden_text_whichever_way_merges_are_written(bool pairs)
    {
        var tokenizer = Open(tables.Json(pairs));
        Assert.All(GoldenModel.Lines("tokenizer.jsonl"), line =>
        {
            Assert.Equal(line.Ids("ids"), tokenizer.Encode(line.Text("text"), line.GetProperty("parse_special").GetBoolean()));
            Assert.Equal(line.TryGetProperty("decoded", out var decoded) ? decoded.GetString() : line.Text("text"), tokenizer.Decode(line.Ids("ids")));
        });
    }

    [Theory]
    [InlineData("""{ "type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true, "use_regex": true }""")]
    [InlineData("""
        { "type": "Sequence", "pretokenizers": [
          { "type": "Split", "pattern": { "Regex": "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+" }, "behavior": "Isolated", "invert": false },
          { "type": "ByteLevel", "add_prefix_space": false, "use_regex": false } ] }
        """)]
    public void Keeps_numbers_together_where_the_file_does(string step)
    {
        var json = tables.Json();
        json["pre_tokenizer"] = JsonNode.Parse(step);
        var tokenizer = Open(json);
        Assert.Equal(" 12", tokenizer.Decode(tokenizer.Encode(" 12")));
        // " 1" is one word and so may be one token; with numbers apart it is two words and never is.
        Assert.All(
            GoldenModel.Lines("tokenizer.jsonl").Select(line => line.Text("text")).Where(text => !text.Any(char.IsSurrogate)),
            text => Assert.Equal(Gpt2.Matches(text).Select(match => match.Value), WordSplitter.Split(text, numbersApart: false)));
    }

    /// <summary>What the file asks for, what the error must name.</summary>
    public static TheoryData<string, string, string> Foreign { get; } = new()
    {
        { "normalizer", """{ "type": "NFC" }""", "normalizer" },
        { "decoder", """{ "type": "Metaspace" }""", "decoder, type" },
        { "pre_tokenizer", """{ "type": "Metaspace" }""", "pre_tokenizer" },
        { "pre_tokenizer", """{ "type": "ByteLevel", "add_prefix_space": true }""", "add_prefix_space" },
        { "pre_tokenizer", """{ "type": "ByteLevel" }""", "add_prefix_space" },
        { "pre_tokenizer", """{ "type": "Sequence", "pretokenizers": [ { "type": "Digits", "individual_digits": false }, { "type": "ByteLevel", "add_prefix_space": false } ] }""", "individual_digits" },
        { "pre_tokenizer", """{ "type": "Sequence", "pretokenizers": [ { "type": "Split", "pattern": { "Regex": "\\s" }, "behavior": "Isolated" }, { "type": "ByteLevel", "add_prefix_space": false, "use_regex": false } ] }""", "pattern" },
        { "pre_tokenizer", """{ "type": "Sequence", "pretokenizers": 3 }""", "pretokenizers" },
        { "model.type", "\"Unigram\"", "model, type" },
        { "model.byte_fallback", "true", "byte_fallback" },
        { "model.ignore_merges", "true", "ignore_merges" },
        { "model.dropout", "0.1", "dropout" },
        { "model.continuing_subword_prefix", "\"##\"", "continuing_subword_prefix" },
        { "model.end_of_word_suffix", "\"</w>\"", "end_of_word_suffix" },
        { "model.unk_token", "\"<|endoftext|>\"", "unk_token" },
        { "model.merges", """["a b c"]""", "Merge 0" },
        { "model.merges", """["i n", "i n"]""", "Merge 1 occurs a second time" },
        { "model.merges", """[["i"]]""", "merges" },
        { "model.vocab", """{ "a": 40, "b": 41 }""", "without a gap" },
        { "model.vocab", """{ "a": 0, "b": 0 }""", "an id that no other token has" },
        { "model.vocab", """{ "a": 0, "b": -1 }""", "an id that no other token has" },
        { "added_tokens", """[{ "id": 0, "content": "other" }]""", "an id that no other token has" },
        { "added_tokens", """[{ "id": 0, "content": "<|endoftext|>", "lstrip": true }]""", "lstrip" },
    };

    [Theory, MemberData(nameof(Foreign))]
    public void Refuses_what_would_change_ids_and_names_it(string place, string value, string named)
    {
        var json = tables.Json();
        var at = place.Split('.') is [var outer, _] ? json[outer]! : json;
        at[place.Split('.')[^1]] = JsonNode.Parse(value);
        Assert.Contains(named, Assert.Throws<BadInputException>(() => Open(json)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("""{ "model": {}, "model": {} }""")]
    [InlineData("""{ "model": { "vocab": { "\ud800": 1 } } }""")]
    public void Refuses_what_is_no_such_file(string text)
    {
        var path = Path.Combine(folder, "tokenizer.json");
        File.WriteAllText(path, text);
        Assert.Contains("tokenizer.json", Assert.Throws<BadInputException>(() => BytePairTokenizer.Open(path)).Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>GPT-2's pattern as .NET reads it, which agrees with ours wherever no character takes two units.</summary>
    private static readonly Regex Gpt2 = new(@"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(10));

    private BytePairTokenizer Open(JsonNode json)
    {
        var path = Path.Combine(folder, "tokenizer.json");
        File.WriteAllText(path, json.ToJsonString());
        return BytePairTokenizer.Open(path);
    }

    /// <summary>The tables of the shipped model's file.</summary>
    public sealed class Tables
    {
        private readonly string[] tokens;
        private readonly string[] merges;
        private readonly int[] special;

        public Tables()
        {
            using var file = GgufFile.Open(GoldenModel.Path);
            tokens = [.. file.Metadata.List<string>("tokenizer.ggml.tokens")];
            merges = [.. file.Metadata.List<string>("tokenizer.ggml.merges")];
            special = [.. file.Metadata.List<int>("tokenizer.ggml.token_type").Index().Where(type => type.Item is 3 or 4).Select(type => type.Index)];
        }

        public JsonObject Json(bool pairs = false) => new()
        {
            ["version"] = "1.0",
            ["added_tokens"] = new JsonArray([.. special.Select(id => new JsonObject
            {
                ["id"] = id, ["content"] = tokens[id], ["single_word"] = false, ["lstrip"] = false, ["rstrip"] = false, ["normalized"] = false, ["special"] = true,
            })]),
            ["normalizer"] = null,
            ["pre_tokenizer"] = JsonNode.Parse("""
                { "type": "Sequence", "pretokenizers": [
                  { "type": "Digits", "individual_digits": true },
                  { "type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true, "use_regex": true } ] }
                """),
            ["post_processor"] = null,
            ["decoder"] = JsonNode.Parse("""{ "type": "ByteLevel", "add_prefix_space": true, "trim_offsets": true, "use_regex": true }"""),
            ["model"] = new JsonObject
            {
                ["type"] = "BPE", ["dropout"] = null, ["unk_token"] = null, ["byte_fallback"] = false,
                ["vocab"] = new JsonObject(tokens.Index().Select(token => KeyValuePair.Create(token.Item, (JsonNode?)token.Index))),
                ["merges"] = new JsonArray([.. merges.Select(merge => pairs ? (JsonNode)new JsonArray([.. merge.Split(' ').Select(part => (JsonNode)part)]) : merge)]),
            },
        };
    }
}
