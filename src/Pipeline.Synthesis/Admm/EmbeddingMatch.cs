using Pipeline.Core;
using Pipeline.Synthesis.Features;
using Pipeline.Synthesis.Gradients;
using Pipeline.Synthesis.Models;
using static TorchSharp.torch;

namespace Pipeline.Synthesis.Admm;

/// <summary>What embeddings of one class became.</summary>
/// <param name="Rounds">Step by step.</param>
/// <param name="Phi">Feature vectors at the optimised embeddings, which are no text.</param>
/// <param name="Texts">The nearest tokens, decoded.</param>
public sealed record MatchedEmbeddings(IReadOnlyList<AdmmRound> Rounds, double[][] Phi, IReadOnlyList<string> Texts);

/// <summary>
/// Optimises the input embeddings of texts of one class until their mean phi meets the released mean. The texts it starts from
/// are public, and all are cut to the same number of tokens. Everything is post-processing of the released target.
/// </summary>
public sealed class EmbeddingMatch(LanguageModel model, TextEncoder encoder, FeatureMap map, AdmmSettings settings)
{
    /// <summary>Tokens of a text: long enough to say something, short enough for twenty passes over a hundred of them.</summary>
    private const int Longest = 24;

    /// <summary>Runs ADMM on every class, classes side by side.</summary>
    /// <param name="classes">Public texts of each class to start from, each with a token at least.</param>
    /// <param name="targets">The released mean phi of each class.</param>
    /// <param name="progress">Told after each class.</param>
    /// <param name="cancellation">Checked at every step.</param>
    public IReadOnlyList<MatchedEmbeddings> Run(
        IReadOnlyList<IReadOnlyList<string>> classes, double[][] targets, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        using var scope = NewDisposeScope();
        using var inference = no_grad();
        var device = model.Decoder.Activations.Device;
        var table = model.Decoder.Embedding.Rows(arange(model.Tokenizer.Count, device: device)).to(ScalarType.Float32); // (V, C)
        using var projection = new TokenProjection(table);
        var (before, after) = (Fixed(encoder.Around.Before), Fixed(encoder.Around.After));
        var results = new MatchedEmbeddings[classes.Count];
        var done = new Tally("optimising embeddings", classes.Count, "classes", progress);
        var next = -1;
        model.SideBySide((_, stop) =>
        {
            for (int c; (c = Interlocked.Increment(ref next)) < classes.Count;)
            {
                results[c] = Class(classes[c], new FeatureLoss(map, targets[c]), projection, before, after, stop);
                done.Add(1);
            }
        }, cancellation);
        return results;

        Tensor Fixed(string words) => table.index_select(0, tensor(model.Tokenizer.Encode(words).Select(id => (long)id).ToArray(), ScalarType.Int64, device)); // (words, C)
    }

    private MatchedEmbeddings Class(IReadOnlyList<string> texts, FeatureLoss loss, TokenProjection projection, Tensor before, Tensor after, CancellationToken cancellation)
    {
        using var scope = NewDisposeScope();
        var ids = texts.Select(text => model.Tokenizer.Encode(text)).ToList();
        var length = Math.Min(Longest, ids.Min(own => own.Length));
        var start = projection.Embed(tensor(ids.SelectMany(own => own.Take(length)).Select(id => (long)id).ToArray(), [ids.Count, length], device: before.device)); // (n, T, C)
        using var admm = new PaperAdmm(start, Slope, projection, settings);
        var rounds = admm.Run(cancellation);
        var phi = new double[texts.Count][];
        for (var i = 0; i < phi.Length; i++)
        {
            var state = InputGradient.Forward(model.Decoder, admm.X.narrow(0, i, 1), before, after, states: true); // (1, 2C)
            phi[i] = map.Map(state.to(ScalarType.Float64).cpu().data<double>().ToArray());
        }
        return new MatchedEmbeddings(rounds, phi, [.. rounds[^1].Tokens.Select(own => model.Tokenizer.Decode(own))]);

        HiddenLoss Slope(Tensor x)
        {
            // There and back; what is taken in parts is read once more for the loss.
            model.Worked((x.shape[0] > InputGradient.KeptAtOnce ? 3 : 2) * x.shape[0] * (before.shape[0] + x.shape[1] + after.shape[0]));
            return InputGradient.Of(model.Decoder, x, before, after, loss);
        }
    }
}
