using System.Globalization;
using Pipeline.Core;
using static TorchSharp.torch;

namespace Pipeline.Synthesis.Models.Transformers;

/// <summary>The weights of one layer. Matrices are [out, in]; those that read the same input are one matrix.</summary>
/// <param name="AttentionNorm">(C).</param>
/// <param name="QueryKeyValue">(H D + 2 G D, C).</param>
/// <param name="Output">(C, H D).</param>
/// <param name="FeedForwardNorm">(C).</param>
/// <param name="GateUp">(2 inner, C).</param>
/// <param name="Down">(C, inner).</param>
internal sealed record LayerWeights(Tensor AttentionNorm, Matrix QueryKeyValue, Matrix Output, Tensor FeedForwardNorm, Matrix GateUp, Matrix Down);

/// <summary>The weights of a Llama model; the reader owns them.</summary>
/// <param name="Embedding">(V, C).</param>
/// <param name="Head">(V, C): the output head; the very embeddings where the model ties it to them.</param>
/// <param name="FinalNorm">(C).</param>
/// <param name="Layers">The layers, first to last.</param>
internal sealed record LlamaWeights(Matrix Embedding, Matrix Head, Tensor FinalNorm, LayerWeights[] Layers)
{
    public static LlamaWeights Load(WeightReader reader, LlamaShape shape, LlamaNames names, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        var (c, inner, keys) = (shape.Width, shape.Inner, shape.KeyHeads * shape.HeadWidth);
        var embedding = reader.Table(c, new Part(names.Embedding, shape.Vocabulary));
        var head = shape.OwnHead ? reader.Table(c, new Part(names.Head, shape.Vocabulary)) : embedding;
        var last = reader.Vector(new Part(names.FinalNorm, c));
        // A list: the number of layers is only a claim until their tensors are found.
        var layers = new List<LayerWeights>();
        for (var i = 0; i < shape.Layers; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            progress?.Report(new StageProgress("reading the language model", i, shape.Layers, "layers"));
            var layer = string.Format(CultureInfo.InvariantCulture, names.Layer, i);
            layers.Add(new LayerWeights(
                reader.Vector(new Part(layer + names.AttentionNorm, c)),
                reader.Matrix(
                    c,
                    new Part(layer + names.Query, c, names.Turned, shape.Heads),
                    new Part(layer + names.Key, keys, names.Turned, shape.KeyHeads),
                    new Part(layer + names.Value, keys)),
                reader.Matrix(c, new Part(layer + names.Output, c)),
                reader.Vector(new Part(layer + names.FeedForwardNorm, c)),
                reader.Matrix(c, new Part(layer + names.Gate, inner), new Part(layer + names.Up, inner)),
                reader.Matrix(inner, new Part(layer + names.Down, c))));
        }
        progress?.Report(new StageProgress("reading the language model", shape.Layers, shape.Layers, "layers"));
        return new LlamaWeights(embedding, head, last, [.. layers]);
    }
}
