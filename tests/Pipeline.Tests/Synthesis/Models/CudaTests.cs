using Pipeline.Synthesis.Generation;
using Pipeline.Synthesis.Judging;
using Pipeline.Synthesis.Models;
using Pipeline.Synthesis.Models.Transformers;
using Pipeline.Tests.Synthesis.Judging;
using TorchSharp;
using static TorchSharp.torch;

namespace Pipeline.Tests.Synthesis.Models;

/// <summary>The shipped models on a CUDA device, held to the golden values that the processor is held to.</summary>
[Collection(LoadedModelCollection.Name)]
public sealed class CudaTests : IDisposable
{
    private readonly LanguageModel model;

    public CudaTests()
    {
        Devices.Of(DeviceType.CUDA);
        model = LanguageModel.Load(GoldenModel.Path, new ModelOptions(ModelDevice.Cuda, ComputeType.Fp32), null, Cancellation);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => model.Dispose();

    [Fact]
    public void Layers_and_scores_agree_with_the_reference()
    {
        using var inference = no_grad();
        foreach (var prompt in GoldenModel.Json("smollm2-forward.json").GetProperty("prompts").EnumerateArray())
        {
            using var scope = NewDisposeScope();
            var ids = prompt.Ids("ids");
            using var attention = new CausalAttention(model.Decoder, ids.Length);
            var norms = new double[30];
            var input = model.Decoder.Embed(tensor(ids.Select(id => (long)id).ToArray(), [1, ids.Length], device: CUDA));
            var hidden = model.Decoder.Forward(input, attention, (layer, x) => norms[layer] = x[0, -1].norm().ToDouble());
            foreach (var (expected, actual) in prompt.Doubles("layer_l2").Zip(norms)) Assert.Equal(1, actual / expected, 1e-4);
            var (scores, _) = model.Decoder.Logits(hidden[0, -1]).topk(10);
            GoldenModel.Near([.. prompt.GetProperty("top10").EnumerateArray().Select(pair => pair[1].GetSingle())], scores.cpu().data<float>().ToArray(), 1e-3);
        }
    }

    [Fact]
    public void Rates_sequences_of_unlike_lengths_as_the_reference_does()
    {
        var prompts = GoldenModel.Json("smollm2-forward.json").GetProperty("prompts").EnumerateArray().ToArray();
        var rated = model.NegativeLogLikelihood([.. prompts.Select(prompt => prompt.Ids("ids"))], null, Cancellation);
        foreach (var (prompt, nats) in prompts.Zip(rated))
            if (prompt.GetProperty("mean_ce") is { ValueKind: System.Text.Json.JsonValueKind.Number } expected) Assert.Equal(expected.GetDouble(), nats, 1e-4);
    }

    [Fact]
    public void States_are_those_of_the_processor_and_the_same_in_any_company()
    {
        using var processor = LanguageModel.Load(GoldenModel.Path, new ModelOptions(ModelDevice.Cpu, ComputeType.Fp32), null, Cancellation);
        string[] texts = ["The parcel has not arrived.", "My invoice is wrong", "I cannot log in to my account since the update of last week"];
        ReadText[] read = [.. texts.Select(text => model.Tokenizer.Encode(text)).Select(ids => new ReadText(ids, 0, ids.Length - 1))];
        var expected = processor.States(read, null, Cancellation);
        var alone = new float[read.Length][];
        model.States(read.Length, i => read[i], (i, state) => alone[i] = state, null, Cancellation);
        foreach (var (there, here) in model.States(read, null, Cancellation).Zip(expected)) GoldenModel.Near(here, there, 1e-3);
        var last = new float[1][];
        model.States(1, _ => read[2], (_, state) => last[0] = state, null, Cancellation);
        Assert.Equal(alone[2], last[0]);
    }

    [Fact]
    public void Many_long_texts_of_one_batch_have_the_states_of_the_processor()
    {
        using var processor = LanguageModel.Load(GoldenModel.Path, new ModelOptions(ModelDevice.Cpu, ComputeType.Fp32), null, Cancellation);
        var ids = model.Tokenizer.Encode(string.Concat(Enumerable.Repeat("Dear customer, your parcel no. 17 left the depot on Monday and will be with you by Friday. ", 10)));
        // Lengths that are multiples of nothing, and more texts than one batch holds.
        ReadText[] read = [.. Enumerable.Range(0, 60).Select(i => ids[(i % 7)..(150 + i % 7 + i / 2)]).Select(own => new ReadText(own, 3, own.Length - 2))];
        var there = model.States(read, null, Cancellation);
        var here = processor.States(read[40..], null, Cancellation);
        foreach (var (expected, actual) in here.Zip(there[40..])) GoldenModel.Near(expected, actual, 2e-3);
    }

    [Fact]
    public void Greedy_texts_agree_with_the_reference_though_written_side_by_side()
    {
        var golden = GoldenModel.Json("generation.json").GetProperty("prompts").EnumerateArray().ToArray();
        var texts = model.Generate(
            [.. golden.Select(prompt => new GenerationPrompt(prompt.Ids("ids"), 2))], new GenerationSettings { Temperature = 0, MaximumTokens = 20, Batch = 6 }, null, Cancellation);
        Assert.All(texts, text => Assert.Equal(golden[text.Prompt].Ids("new_ids"), text.Ids));
    }

    [Theory]
    [InlineData(ComputeType.Fp32)]
    [InlineData(ComputeType.Bf16)]
    public void The_same_seed_gives_the_same_texts_and_leaves_no_tensor_behind(ComputeType compute)
    {
        using var writer = LanguageModel.Load(GoldenModel.Path, new ModelOptions(ModelDevice.Cuda, compute), null, Cancellation);
        GenerationPrompt[] prompts = [new(writer.Tokenizer.Encode("The parcel has"), 5), new(writer.Tokenizer.Encode("I am still waiting for a refund of"), 3)];
        var first = Write();
        var live = Tensor.TotalCount;
        Assert.Equal(first, Write());
        Assert.Equal(live, Tensor.TotalCount);
        Assert.Equal(8, first.Distinct().Count());

        string[] Write() => [.. writer.Generate(prompts, new GenerationSettings { MaximumTokens = 100, Seed = 5, Batch = 6 }, null, Cancellation).Select(text => string.Join(' ', text.Ids))];
    }

    [Fact]
    public void Draws_what_the_processor_draws_and_holds_back_what_it_holds_back()
    {
        using var processor = LanguageModel.Load(GoldenModel.Path, new ModelOptions(ModelDevice.Cpu, ComputeType.Fp32), null, Cancellation);
        GenerationPrompt[] prompts = [new(model.Tokenizer.Encode("The courier"), 4)];
        var free = new GenerationSettings { MaximumTokens = 8, Seed = 3 };
        var expected = processor.Generate(prompts, free, null, Cancellation);
        var texts = model.Generate(prompts, free, null, Cancellation);
        foreach (var (here, there) in expected.Zip(texts))
        {
            Assert.Equal(here.Ids, there.Ids);
            Assert.Equal(here.MeanLogProbability, there.MeanLogProbability, 1e-3);
        }
        int[] ends = [.. texts.SelectMany(text => text.Ids).Distinct()];
        var held = model.Generate(prompts, free with { MinimumTokens = 8, EndingTokens = ends }, null, Cancellation);
        Assert.All(held, text => Assert.Empty(text.Ids.Intersect(ends)));
    }

    [Fact]
    public void The_judge_embeds_every_golden_text_as_the_reference_does()
    {
        using var judge = SentenceEncoder.Load(SentenceEncoderTests.Judge.Path, ModelDevice.Cuda, Cancellation);
        var items = System.Text.Json.JsonElement.Parse(File.ReadAllText(Fixtures.Golden("judge", "embeddings.json"))).GetProperty("items").EnumerateArray()
            .Where(item => !item.GetProperty("parse_special").GetBoolean()).ToArray();
        var embedded = judge.Embed([.. items.Select(item => item.Text("text"))], null, Cancellation);
        Assert.All(items, (item, i) => GoldenModel.Near(item.Floats("embedding"), embedded[i], 3e-6));

        using var processor = SentenceEncoder.Load(SentenceEncoderTests.Judge.Path, ModelDevice.Cpu, Cancellation);
        string[] many = [.. Enumerable.Range(0, 300).Select(i => string.Concat(Enumerable.Repeat($"Mail {i} of a long list about parcel {i * i}. ", 1 + i / 8)))];
        foreach (var (expected, actual) in processor.Embed(many[200..], null, Cancellation).Zip(judge.Embed(many, null, Cancellation)[200..])) GoldenModel.Near(expected, actual, 1e-5);
    }
}
