using Pipeline.Synthesis.Models.Transformers;
using TorchSharp;
using static TorchSharp.torch;

namespace Pipeline.Tests.Synthesis.Models;

[Collection(LoadedModelCollection.Name)]
public sealed class ForwardTests(LoadedModel loaded)
{
    [Fact]
    public void Agrees_with_the_reference_at_every_layer_and_in_the_scores()
    {
        using var inference = no_grad();
        foreach (var prompt in GoldenModel.Json("smollm2-forward.json").GetProperty("prompts").EnumerateArray())
        {
            using var scope = NewDisposeScope();
            var ids = prompt.Ids("ids");
            Assert.Equal(ids, loaded.Model.Tokenizer.Encode(prompt.Text("text"), prompt.GetProperty("parse_special").GetBoolean()));
            using var attention = new CausalAttention(loaded.Model.Decoder, ids.Length);
            var norms = new double[30];
            var input = loaded.Model.Decoder.Embed(tensor(ids.Select(id => (long)id).ToArray(), [1, ids.Length]));
            var hidden = loaded.Model.Decoder.Forward(input, attention, (layer, x) => norms[layer] = x[0, -1].norm().ToDouble());

            foreach (var (expected, actual) in prompt.Doubles("layer_l2").Zip(norms)) Assert.Equal(1, actual / expected, 1e-4);
            GoldenModel.Near(prompt.Floats("hidden_first8"), hidden[0, -1].data<float>().ToArray().AsSpan(0, 8), 1e-3);
            Assert.Equal(1, hidden[0, -1].norm().ToDouble() / prompt.GetProperty("hidden_l2").GetDouble(), 1e-4);

            var (scores, likeliest) = loaded.Model.Decoder.Logits(hidden[0, -1]).topk(10);
            var top = prompt.GetProperty("top10").EnumerateArray().ToArray();
            GoldenModel.Near([.. top.Select(pair => pair[1].GetSingle())], scores.data<float>().ToArray(), 1e-3);
            if (prompt.GetProperty("min_gap_top10").GetDouble() > 1e-3)
                Assert.Equal(top.Select(pair => pair[0].GetInt64()), likeliest.data<long>().ToArray());
        }
    }

    [Fact]
    public void Rates_sequences_of_unlike_lengths_as_the_reference_does()
    {
        var prompts = GoldenModel.Json("smollm2-forward.json").GetProperty("prompts").EnumerateArray().ToArray();
        var rated = loaded.NegativeLogLikelihood([.. prompts.Select(prompt => prompt.Ids("ids"))]);
        foreach (var (prompt, nats) in prompts.Zip(rated))
        {
            if (prompt.GetProperty("mean_ce") is { ValueKind: System.Text.Json.JsonValueKind.Number } expected) Assert.Equal(expected.GetDouble(), nats, 1e-4);
            else Assert.Equal(double.NaN, nats);
        }
    }

    [Fact]
    public void Padding_changes_no_hidden_state()
    {
        var prompts = GoldenModel.Json("smollm2-forward.json").GetProperty("prompts").EnumerateArray().Select(prompt => prompt.Ids("ids")).ToArray();
        var together = loaded.LastHidden(prompts);
        foreach (var (ids, hidden) in prompts.Zip(together)) GoldenModel.Near(loaded.LastHidden(ids)[0], hidden, 1e-3);
    }

    [Fact]
    public void Hidden_states_and_head_rows_give_the_golden_label_gradients()
    {
        var golden = GoldenModel.Json("smollm2-label-gradient.json");
        var labels = golden.Ids("label_ids");
        var rows = labels.Select(loaded.Model.HeadRow).ToArray();
        var pairs = golden.GetProperty("pairs").EnumerateArray().ToArray();
        var hiddens = loaded.LastHidden([.. pairs.Select(pair => pair.Ids("ids"))]);
        foreach (var (pair, hidden) in pairs.Zip(hiddens))
        {
            GoldenModel.Near(pair.Floats("hidden_first16"), hidden.AsSpan(0, 16), 1e-3);
            var logits = rows.Select(row => row.Zip(hidden, (w, h) => (double)w * h).Sum()).ToArray();
            var q = Math.Exp(logits[0]) / (Math.Exp(logits[0]) + Math.Exp(logits[1]));
            Assert.Equal(pair.Doubles("q_restricted")[0], q, 1e-5);
            var residual = q - (pair.GetProperty("label").GetInt32() == 0 ? 1 : 0);
            var first = pair.GetProperty("restricted_rows_first8")[0].EnumerateArray().Select(value => value.GetSingle()).ToArray();
            GoldenModel.Near(first, [.. hidden.Take(8).Select(h => (float)(residual * h))], 1e-3);
            var frobenius = Math.Sqrt(2) * Math.Abs(residual) * Math.Sqrt(hidden.Sum(h => (double)h * h));
            Assert.Equal(1, frobenius / pair.GetProperty("restricted_frobenius").GetDouble(), 1e-4);
        }
    }

    [Fact]
    public void Refuses_ids_outside_the_vocabulary_and_sequences_without_ids()
    {
        Assert.Throws<ArgumentException>(() => loaded.LastHidden([1, 49152]));
        Assert.Throws<ArgumentException>(() => loaded.LastHidden([1, -1]));
        Assert.Throws<ArgumentException>(() => loaded.LastHidden([[]]));
    }
}
