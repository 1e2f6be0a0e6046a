using Pipeline.Core;
using Pipeline.Synthesis.Features;
using Pipeline.Synthesis.Models;
using Pipeline.Tests.Synthesis.Models;
using TorchSharp;

namespace Pipeline.Tests.Synthesis.Features;

/// <summary>What the guarantee needs of the private pass: a record's features are its own, and the pass is flat in memory.</summary>
[Collection(LoadedModelCollection.Name)]
public sealed class PublicFeaturesTests(LoadedModel loaded)
{
    private const int Directions = 2;

    private static readonly string[] Texts =
    [
        "Where is my parcel?", "", "I was billed twice, and nobody answers my letters about it.", "Hi", "The router blinks red and the line drops every evening at eight.",
        "My parcel has not arrived although the tracking says that it was handed to a neighbour whom I do not know. Please find out where it is and tell me.", "Where is my parcel?",
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Features_of_a_text_are_the_same_to_the_last_bit_alone_and_in_any_company()
    {
        var features = Features(loaded.Model);
        var alone = Texts.Select(text => features.Of([text], null, Cancellation)[0]).ToArray();
        Assert.Equal(alone, features.Of(Texts, null, Cancellation));
        Assert.Equal(alone.Reverse(), features.Of([.. Texts.Reverse()], null, Cancellation));
        Assert.Equal([alone[3], alone[0]], features.Of([Texts[3], Texts[0]], null, Cancellation));
        Assert.NotEqual(alone[0], alone[2]);
    }

    [Fact]
    public void Ten_times_the_texts_take_ten_times_the_positions_and_hold_nothing_but_phi()
    {
        var meter = new ModelMeter();
        using var model = LanguageModel.Load(GoldenModel.Path, new ModelOptions(ModelDevice.Cpu, ComputeType.AutoForWriting) { Meter = meter }, null, Cancellation);
        var features = Features(model);
        Pass(120); // Fills what is made once, such as the tokenizer's tables.
        var (few, fewTensors, fewBytes) = Pass(12);
        var (many, manyTensors, manyBytes) = Pass(120);
        Assert.Equal(10 * few, many);
        // Another lane may still be putting away its last text; if every text left but one tensor, there would be 108 more.
        Assert.InRange(manyTensors - fewTensors, long.MinValue, 108 / 2);
        // Held at the end of the pass, over the start: phi, and far from the hidden states' 4 D bytes a text.
        const int MostATextBeyondPhi = 400;
        Assert.InRange(manyBytes - fewBytes, long.MinValue, 108 * (8 * (Directions + 1) + MostATextBeyondPhi));
        Assert.True(MostATextBeyondPhi < model.Width * sizeof(float) / 4);

        (long Positions, long Tensors, long Bytes) Pass(int count)
        {
            var texts = Enumerable.Range(0, count).Select(i => $"My parcel number {i % 10} has not arrived.").ToArray();
            features.Of(texts[..1], null, Cancellation);
            var (before, tensors) = (meter.Total, torch.Tensor.TotalCount);
            var last = new Held(count, GC.GetTotalMemory(forceFullCollection: true));
            features.Of(texts, last, Cancellation);
            Assert.Equal(tensors, torch.Tensor.TotalCount);
            return ((meter.Total - before).PositionsRead, last.MostTensors - tensors, last.Bytes);
        }
    }

    private static PublicFeatures Features(LanguageModel model)
    {
        var encoder = new TextEncoder(model, "{text} This ticket is about");
        return new PublicFeatures(encoder, FeatureMap.Fit(encoder.States(["a wrong charge", "a broken router", "a lost parcel", "a password"], null, Cancellation), StatePart.Last, Directions));
    }

    /// <summary>Looks, after each text, at the tensors that live, and after the last at the memory that is held.</summary>
    private sealed class Held(int count, long start) : IProgress<StageProgress>
    {
        public long MostTensors { get; private set; }

        public long Bytes { get; private set; }

        public void Report(StageProgress value)
        {
            // Another lane may be in the middle of a text; what it holds then is bounded by a text, not by how many there are.
            if (value.Done < count) return;
            MostTensors = torch.Tensor.TotalCount;
            Bytes = GC.GetTotalMemory(forceFullCollection: true) - start;
        }
    }
}
