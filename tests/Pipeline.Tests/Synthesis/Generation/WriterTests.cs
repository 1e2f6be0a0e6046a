using Pipeline.Synthesis.Generation;
using Pipeline.Tests.Synthesis.Models;

namespace Pipeline.Tests.Synthesis.Generation;

[Collection(LoadedModelCollection.Name)]
public sealed class WriterTests(LoadedModel loaded)
{
    [Fact]
    public void Greedy_texts_agree_with_the_reference_though_written_side_by_side()
    {
        var golden = GoldenModel.Json("generation.json").GetProperty("prompts").EnumerateArray().ToArray();
        var texts = loaded.Generate(
            [.. golden.Select(prompt => new GenerationPrompt(prompt.Ids("ids"), 2))],
            new GenerationSettings { Temperature = 0, MaximumTokens = 20, Batch = 6 });
        Assert.Equal(2 * golden.Length, texts.Count);
        foreach (var text in texts)
        {
            Assert.Equal(golden[text.Prompt].Ids("new_ids"), text.Ids);
            Assert.Equal(golden[text.Prompt].Text("new_text"), loaded.Model.Tokenizer.Decode(text.Ids));
            Assert.False(text.Ended);
        }
    }
}
