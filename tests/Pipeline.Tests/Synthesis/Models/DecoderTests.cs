using Pipeline.Core.Inputs;
using Pipeline.Synthesis.Generation;
using Pipeline.Synthesis.Models;
using Pipeline.Synthesis.Models.Transformers;
using TorchSharp;
using static TorchSharp.torch;

namespace Pipeline.Tests.Synthesis.Models;

/// <summary>Every architecture through the public door, held to the plain forward pass.</summary>
[Collection(LoadedModelCollection.Name)]
public sealed class DecoderTests
{
    private static readonly int[][] Prompts = [[5, 250, 17], [33], [8, 8, 120, 4, 77, 250, 1], [259, 3]];

    [Theory, MemberData(nameof(TinyModelTests.Names), MemberType = typeof(TinyModelTests))]
    public void Writing_with_the_cache_gives_what_reading_everything_again_gives(string name, DeviceType device)
    {
        using var tiny = new TinyFolder(name);
        using var model = Load(tiny, ComputeType.Fp64, device);
        var texts = model.Generate(
            [.. Prompts.Select(ids => new GenerationPrompt(ids, 2))], new GenerationSettings { MaximumTokens = 12, TopK = 1, Batch = 4 }, null, TestContext.Current.CancellationToken);
        Assert.Equal(2 * Prompts.Length, texts.Count);
        Assert.All(texts, text => Assert.Equal(Greedy(model, Prompts[text.Prompt], 12), text.Ids));
    }

    [Theory, MemberData(nameof(TinyModelTests.Names), MemberType = typeof(TinyModelTests))]
    public void Reading_and_rating_agree_with_the_plain_pass(string name, DeviceType device)
    {
        using var tiny = new TinyFolder(name);
        using var model = Load(tiny, ComputeType.Fp64, device);
        var hidden = model.LastHidden(Prompts, null, TestContext.Current.CancellationToken);
        var nats = model.NegativeLogLikelihood(Prompts, null, TestContext.Current.CancellationToken);
        using var scope = NewDisposeScope();
        foreach (var (ids, state, rated) in Prompts.Zip(hidden, nats))
        {
            var (last, scores) = Plain(model, ids);
            GoldenModel.Near(last.to(ScalarType.Float32).cpu().data<float>().ToArray(), state, 1e-5);
            var surprise = Enumerable.Range(1, ids.Length - 1).Select(at => -scores[at - 1].log_softmax(0)[ids[at]].ToDouble()).DefaultIfEmpty(double.NaN).Average();
            Assert.Equal(surprise, rated, 1e-4);
        }
    }

    [Theory, MemberData(nameof(TinyModelTests.Names), MemberType = typeof(TinyModelTests))]
    public void Rough_arithmetic_stays_near_the_exact_one_and_is_not_it(string name, DeviceType device)
    {
        using var tiny = new TinyFolder(name);
        using var exact = Load(tiny, ComputeType.Fp32, device);
        var expected = exact.LastHidden(Prompts, null, TestContext.Current.CancellationToken);
        foreach (var (compute, most) in new[] { (ComputeType.Bf16, .12), (ComputeType.Int8, .12) })
        {
            if (compute == ComputeType.Int8 && (device == DeviceType.CUDA || !Arithmetic.MultipliesBytes))
            {
                Assert.Equal("compute", Assert.Throws<BadInputException>(() => Load(tiny, compute, device)).Problems[0].Where);
                continue;
            }
            using var rough = Load(tiny, compute, device);
            var farthest = expected.Zip(rough.LastHidden(Prompts, null, TestContext.Current.CancellationToken), (x, y) => x.Zip(y, (a, b) => Math.Abs(a - b)).Max()).Max();
            Assert.InRange(farthest, 1e-6, most);
        }
    }

    [Fact]
    public void Text_goes_in_and_out_of_a_model_with_more_rows_than_tokens()
    {
        using var tiny = new TinyFolder("tiny-gpt2");
        using var model = Load(tiny, ComputeType.Fp32, DeviceType.CPU);
        Assert.Equal(260, model.Tokenizer.Count);
        Assert.Equal("the inn", model.Tokenizer.Decode(model.Tokenizer.Encode("the inn")));
        Assert.Equal("a", model.Tokenizer.Decode([.. model.Tokenizer.Encode("a"), 319]));
        Assert.Contains("gpt2", File.ReadAllText(tiny.PathOf("config.json")), StringComparison.Ordinal);
        Assert.Equal(Path.GetFileName(tiny.Folder), model.Name);
    }

    [Theory, MemberData(nameof(TinyModelTests.Names), MemberType = typeof(TinyModelTests))]
    public void Writing_leaves_no_tensor_behind(string name, DeviceType device)
    {
        using var tiny = new TinyFolder(name);
        using var model = Load(tiny, ComputeType.Fp32, device);
        Write(2);
        var (live, memory) = (Tensor.TotalCount, Environment.WorkingSet);
        // 200 steps of four rows, then of the rows that are left.
        Write(200 / 40);
        Assert.Equal(live, Tensor.TotalCount);
        Assert.InRange(Environment.WorkingSet - memory, long.MinValue, 64L << 20);

        void Write(int rounds)
        {
            for (var round = 0; round < rounds; round++)
                model.Generate([.. Prompts.Select(ids => new GenerationPrompt(ids, 2))], new GenerationSettings { MaximumTokens = 40, Batch = 8 }, null, TestContext.Current.CancellationToken);
        }
    }

    private static LanguageModel Load(TinyFolder tiny, ComputeType compute, DeviceType device) =>
        LanguageModel.Load(tiny.Folder, new ModelOptions(Devices.Of(device).type == DeviceType.CPU ? ModelDevice.Cpu : ModelDevice.Cuda, compute));

    private static int[] Greedy(LanguageModel model, int[] prompt, int count)
    {
        var ids = prompt.ToList();
        for (var i = 0; i < count; i++)
        {
            using var scope = NewDisposeScope();
            ids.Add((int)Plain(model, [.. ids]).Scores[-1].argmax().ToInt64());
        }
        return [.. ids.Skip(prompt.Length)];
    }

    private static (Tensor Last, Tensor Scores) Plain(LanguageModel model, int[] ids)
    {
        using var inference = no_grad();
        using var attention = new CausalAttention(model.Decoder, ids.Length);
        var hidden = model.Decoder.Forward(model.Decoder.Embed(tensor(ids.Select(id => (long)id).ToArray(), [1, ids.Length], device: model.Decoder.Activations.Device)), attention);
        return (hidden[0, -1], model.Decoder.Logits(hidden)[0]);
    }
}
