using CsCheck;
using Pipeline.Synthesis.Generation;
using Pipeline.Synthesis.Models;
using Pipeline.Synthesis.Models.Transformers;
using TorchSharp;
using static TorchSharp.torch;

namespace Pipeline.Tests.Synthesis.Models;

[Collection(LoadedModelCollection.Name)]
public sealed class Int8Tests(LoadedModel loaded)
{
    /// <summary>
    /// Half a step of the weights (1/254 of a row's largest) and half a step of the activations, at worst all of one sign; a
    /// fine step where the largest activation stands out sixteen times.
    /// </summary>
    [Fact]
    public void A_product_is_within_the_rounding_of_its_bytes()
    {
        Devices.RequireByteProducts();
        Gen.Select(Gen.Int[1, 40], Gen.OneOf(Gen.Int[2, 80], Gen.Int[400, 600]), Gen.Int[1, 30], Gen.ULong).Sample(
            (n, width, rows, seed) =>
            {
                using var scope = NewDisposeScope();
                using var quiet = no_grad();
                var generator = new torch.Generator(seed % 1000);
                var x = randn(n, width, generator: generator);
                x[0, 0] *= 300;
                var w = randn(rows, width, generator: generator);
                using var matrix = Matrix.Of(w, ComputeType.Int8, CPU, table: true);
                var exact = x.matmul(w.t());
                var largest = x.abs().amax([1], keepdim: true);
                var steps = largest / where(largest.square() * width > 256 * 1.01 * x.square().sum([1], keepdim: true), 127 * 508.0, 254.0);
                var bound = x.abs().sum([1], keepdim: true) * w.abs().amax([1]) / 254 + steps * w.abs().sum([1]) * 1.01;
                Assert.True((matrix.Times(x) - exact).abs().le(bound * 1.01 + 1e-4).all().ToBoolean());
                Assert.True((matrix.Rows(arange(rows)) - w).abs().le(w.abs().amax([1], keepdim: true) / 253).all().ToBoolean());
            },
            iter: 60, threads: 1);
    }

    [Fact]
    public void Reads_and_writes_nearly_as_fp32_does()
    {
        Devices.RequireByteProducts();
        var cancellation = TestContext.Current.CancellationToken;
        using var int8 = LanguageModel.Load(GoldenModel.Path, new ModelOptions(ModelDevice.Cpu, ComputeType.Int8), null, cancellation);
        var sequences = GoldenModel.Json("smollm2-forward.json").GetProperty("prompts").EnumerateArray()
            .Select(prompt => prompt.Ids("ids")).Where(ids => ids.Length is > 4 and < 60).ToArray();
        Assert.True(sequences.Length >= 4);
        foreach (var (exact, near) in loaded.NegativeLogLikelihood(sequences).Zip(int8.NegativeLogLikelihood(sequences, null, cancellation)))
            Assert.Equal(exact, near, .15);
        foreach (var (exact, near) in loaded.LastHidden(sequences).Zip(int8.LastHidden(sequences, null, cancellation)))
            Assert.InRange(Cosine(exact, near), .99, 1.0001);

        var prompt = new GenerationPrompt(loaded.Model.Tokenizer.Encode("The capital of France is"), 1);
        var text = Assert.Single(int8.Generate([prompt], new GenerationSettings { Temperature = 0, MaximumTokens = 1 }, null, cancellation));
        Assert.Equal(" Paris", int8.Tokenizer.Decode(text.Ids));
        Assert.Contains("int8", int8.Describe());
    }

    private static double Cosine(float[] a, float[] b)
    {
        double ab = 0, aa = 0, bb = 0;
        foreach (var (x, y) in a.Zip(b)) (ab, aa, bb) = (ab + x * y, aa + x * x, bb + y * y);
        return ab / Math.Sqrt(aa * bb);
    }
}
