using Pipeline.Core.Plans;
using Pipeline.Synthesis.Generation;
using Pipeline.Synthesis.Models;
using Pipeline.Synthesis.Proposals;
using Pipeline.Tests.Synthesis.Models;

namespace Pipeline.Tests.Synthesis.Proposals;

[Collection(LoadedModelCollection.Name)]
public sealed class ProposerTests
{
    private static readonly string[] avoid = ["help desk"];

    private static readonly TaskPlan task = new()
    {
        Template = "{text} It is about",
        Labels = [new LabelPlan { Name = "billing", Token = " billing", About = ["a wrong invoice", "a late refund"] }, new LabelPlan { Name = "delivery", Token = " delivery", About = ["a lost parcel"] }],
    };

    /// <summary>In 8-bit integers, where a row's numbers do not depend on the rows beside it to the last bit.</summary>
    [Fact]
    public void Texts_that_are_left_when_they_are_over_are_the_texts_they_would_have_become()
    {
        Devices.RequireByteProducts();
        using var model = LanguageModel.Load(GoldenModel.Path, new ModelOptions(ModelDevice.Cpu, ComputeType.Int8), null, TestContext.Current.CancellationToken);
        var prompts = PromptBook.For(task, new PublicPlan { Kind = "Customer message", Openings = ["I", "My"] });
        var drawing = new Proposer(model).Drawing(prompts, new ProposalSettings(0, 48, 7, avoid) { MinimumTokens = 8 });
        List<GenerationPrompt> requests = [.. prompts.Select(prompt => new GenerationPrompt(model.Tokenizer.Encode(prompt.Text, parseSpecial: true), 4))];
        var left = model.Generate(requests, drawing, null, TestContext.Current.CancellationToken);
        var whole = model.Generate(requests, drawing with { Stop = null }, null, TestContext.Current.CancellationToken);
        Assert.Equal(whole.Select(Usable), left.Select(Usable));
        Assert.All(whole.Zip(left), pair => Assert.Equal(pair.Second.Ids, pair.First.Ids[..pair.Second.Ids.Length]));
        Assert.True(left.Sum(text => text.Ids.Length) < whole.Sum(text => text.Ids.Length));
        Assert.Contains(left, text => Usable(text) is not null);

        string? Usable(Continuation text) => Proposer.Usable(prompts[text.Prompt].Opening + model.Tokenizer.Decode(text.Ids), avoid);
    }
}
