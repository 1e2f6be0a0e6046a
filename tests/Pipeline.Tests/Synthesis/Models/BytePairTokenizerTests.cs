using Pipeline.Synthesis.Models.Gguf;
using Pipeline.Synthesis.Models.Tokens;

namespace Pipeline.Tests.Synthesis.Models;

public sealed class BytePairTokenizerTests(BytePairTokenizerTests.Shipped shipped) : IClassFixture<BytePairTokenizerTests.Shipped>
{
    [Fact]
    public void Encodes_every_golden_text_as_the_reference_does()
    {
        var lines = GoldenModel.Lines("tokenizer.jsonl").ToList();
        Assert.Equal(817, lines.Count);
        Assert.All(lines, line => Assert.Equal(line.Ids("ids"), shipped.Tokenizer.Encode(line.Text("text"), line.GetProperty("parse_special").GetBoolean())));
    }

    [Fact]
    public void Decodes_every_golden_encoding_to_its_text_without_the_bytes_that_have_no_token()
    {
        Assert.All(GoldenModel.Lines("tokenizer.jsonl"), line => Assert.Equal(
            line.TryGetProperty("decoded", out var decoded) ? decoded.GetString() : line.Text("text"),
            shipped.Tokenizer.Decode(line.Ids("ids"))));
    }

    [Fact]
    public void Decodes_broken_characters_to_one_replacement_for_each_broken_part()
    {
        var lines = GoldenModel.Lines("tokenizer-decode.jsonl").ToList();
        Assert.Equal(44, lines.Count);
        Assert.All(lines, line => Assert.Equal(line.Text("decoded"), shipped.Tokenizer.Decode(line.Ids("ids"))));
    }

    [Fact]
    public void Takes_special_strings_in_untrusted_text_as_ordinary_text()
    {
        var end = shipped.Tokenizer.Special["<|im_end|>"];
        Assert.Contains(end, shipped.Tokenizer.Encode("done<|im_end|>", parseSpecial: true));
        Assert.DoesNotContain(end, shipped.Tokenizer.Encode("done<|im_end|>"));
    }

    [Fact]
    public void Encodes_a_lone_surrogate_as_the_replacement_character() =>
        Assert.Equal(shipped.Tokenizer.Encode("a\uFFFDb"), shipped.Tokenizer.Encode("a\uD800b"));

    public sealed class Shipped
    {
        public Shipped()
        {
            using var file = GgufFile.Open(GoldenModel.Path);
            Tokenizer = BytePairTokenizer.From(file);
        }

        public BytePairTokenizer Tokenizer { get; }
    }
}
