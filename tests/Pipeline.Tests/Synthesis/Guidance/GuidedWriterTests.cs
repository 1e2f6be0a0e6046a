using Pipeline.Core.Numerics;
using Pipeline.Core.Plans;
using Pipeline.Synthesis.Features;
using Pipeline.Synthesis.Guidance;
using Pipeline.Synthesis.Proposals;
using Pipeline.Tests.Synthesis.Models;

namespace Pipeline.Tests.Synthesis.Guidance;

[Collection(LoadedModelCollection.Name)]
public sealed class GuidedWriterTests(LoadedModel loaded)
{
    /// <summary>The class of praise: the model goes on from these prompts with faults more often.</summary>
    private const int Rare = 1;

    private static readonly string[] Things = ["story", "cast", "script", "music", "ending", "humour", "camera work", "dialogue"];

    private static readonly string[][] Words =
    [
        ["The {0} is dull and the film is a waste of time.", "I hated the {0}, it was awful and boring.", "A terrible film with a weak {0}."],
        ["The {0} is wonderful and the film is a joy.", "I loved the {0}, it was moving and funny.", "A great film with a superb {0}."],
    ];

    [Fact]
    public void Guided_texts_agree_with_their_class_more_often_than_plain_ones()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var encoder = new TextEncoder(loaded.Model, "{text} It was");
        var known = Words.SelectMany((sentences, label) => sentences.SelectMany(sentence => Things.Select(thing => (Text: string.Format(sentence, thing), Label: label)))).ToList();
        var hidden = encoder.States([.. known.Select(one => one.Text)], null, cancellation);
        var map = FeatureMap.Fit(hidden, StatePart.Last, 8);
        var head = SoftmaxHead.Train(map.Map(hidden), [.. known.Select(one => one.Label)], 2, 1e-2, cancellation: cancellation);
        // The prompt says nothing of the class, so plain proposals seldom hit it.
        var task = new TaskPlan
        {
            Template = "{text} It was",
            Labels = [new LabelPlan { Name = "negative", Token = " terrible", About = ["a film"] }, new LabelPlan { Name = "positive", Token = " great", About = ["a film"] }],
        };
        var prompts = PromptBook.For(task, new PublicPlan { Kind = "Film review", Openings = ["The film", "This"] }).Where(prompt => prompt.Label == Rare).ToList();
        var settings = new ProposalSettings(24, 30, 4, []);

        var plain = new Proposer(loaded.Model).Propose(prompts, settings, null, cancellation).Clean;
        var guided = new GuidedWriter(loaded.Model, encoder, map, head.Weights).Write(prompts, settings with { Count = 8 }, null, cancellation);

        var (without, with) = (Agreement(plain), Agreement(guided));
        TestContext.Current.TestOutputHelper?.WriteLine($"plain {without} of {plain.Count} texts, guided {with} of {guided.Count}");
        Assert.True(guided.Count >= 4, $"only {guided.Count} guided texts");
        Assert.True(with >= without + .25, $"plain {without:F2}, guided {with:F2}");
        Assert.All(guided, text => Assert.Equal(Rare, text.Label));

        double Agreement(IReadOnlyList<Proposal> texts) =>
            map.Map(encoder.States([.. texts.Select(text => text.Text)], null, cancellation)).Count(phi => head.Predict(phi) == Rare) / (double)texts.Count;
    }
}
