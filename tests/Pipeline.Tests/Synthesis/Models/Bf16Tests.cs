using Pipeline.Synthesis.Models;
using Pipeline.Synthesis.Models.Transformers;
using TorchSharp;
using static TorchSharp.torch;

namespace Pipeline.Tests.Synthesis.Models;

[Collection(LoadedModelCollection.Name)]
public sealed class Bf16Tests
{
    /// <summary>The reference's own bf16 moves the highest scores of the first nine prompts by .06 to .52; see golden README.</summary>
    [Fact]
    public void Scores_move_as_far_as_those_of_the_reference_and_no_farther()
    {
        using var model = LanguageModel.Load(GoldenModel.Path, new ModelOptions(ModelDevice.Cpu, ComputeType.Bf16), null, TestContext.Current.CancellationToken);
        using var inference = no_grad();
        foreach (var prompt in GoldenModel.Json("smollm2-forward.json").GetProperty("prompts").EnumerateArray().Take(9))
        {
            using var scope = NewDisposeScope();
            var ids = prompt.Ids("ids");
            using var attention = new CausalAttention(model.Decoder, ids.Length);
            var hidden = model.Decoder.Forward(model.Decoder.Embed(tensor(ids.Select(id => (long)id).ToArray(), [1, ids.Length])), attention);
            Assert.Equal(ScalarType.BFloat16, hidden.dtype);
            var scores = model.Decoder.Logits(hidden[0, -1]).to(ScalarType.Float32);
            var moved = prompt.GetProperty("top10").EnumerateArray().Max(pair => Math.Abs(pair[1].GetDouble() - scores[pair[0].GetInt64()].ToDouble()));
            Assert.InRange(moved, .01, .6);
        }
    }
}
