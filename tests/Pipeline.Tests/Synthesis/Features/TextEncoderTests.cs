using Pipeline.Core.Inputs;
using Pipeline.Synthesis.Features;
using Pipeline.Tests.Synthesis.Models;

namespace Pipeline.Tests.Synthesis.Features;

[Collection(LoadedModelCollection.Name)]
public sealed class TextEncoderTests(LoadedModel loaded)
{
    private const string Template = "{text} This ticket is about";

    private static string Long(int words) => string.Join(' ', Enumerable.Range(0, words).Select(i => i == 0 ? "first" : i == words - 1 ? "last" : "middle"));

    [Theory]
    [InlineData(40)]
    [InlineData(64)]
    [InlineData(4096)]
    public void A_text_longer_than_the_context_keeps_its_beginning_and_its_end(int context)
    {
        var encoder = new TextEncoder(loaded.Model, Template, context);
        foreach (var words in new[] { 3, 30, 60, 300, 20_000 })
        {
            var ids = encoder.Tokens(Long(words));
            Assert.InRange(ids.Length, 1, Math.Min(context, TextEncoder.LongestText + 8));
            var text = loaded.Model.Tokenizer.Decode(ids);
            Assert.StartsWith("first", text, StringComparison.Ordinal);
            Assert.EndsWith("last This ticket is about", text, StringComparison.Ordinal);
        }
        Assert.Single(encoder.States([Long(5000)], null, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_template_that_leaves_no_room_is_refused() =>
        Assert.Contains("no room", Assert.Throws<BadInputException>(() => new TextEncoder(loaded.Model, Template, 8)).Message, StringComparison.Ordinal);
}
