using System.Globalization;
using Pipeline.Core;
using Pipeline.Synthesis.Models.Files;
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

/// <summary>The weights of a Llama model, widened on loading straight into the tensors that will be used.</summary>
internal sealed class LlamaWeights : IDisposable
{
    private readonly WeightReader reader;

    private LlamaWeights(WeightReader reader) => this.reader = reader;

    /// <summary>(V, C): the token embeddings.</summary>
    public Matrix Embedding { get; private set; } = null!;

    /// <summary>(V, C): the output head; the very embeddings where the model ties it to them.</summary>
    public Matrix Head { get; private set; } = null!;

    /// <summary>(C).</summary>
    public Tensor FinalNorm { get; private set; } = null!;

    public LayerWeights[] Layers { get; private set; } = [];

    /// <summary>Every weight, as the model uses it, for training.</summary>
    public IReadOnlyList<Tensor> Trainable => reader.Trainable;

    public static LlamaWeights Load(
        ITensorSource source, LlamaShape shape, LlamaNames names, ComputeType compute, Device device, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        var weights = new LlamaWeights(new WeightReader(source, compute, device));
        try
        {
            weights.Fill(shape, names, progress, cancellation);
            return weights;
        }
        catch
        {
            weights.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => reader.Dispose();

    private void Fill(LlamaShape shape, LlamaNames names, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        var (c, inner, keys) = (shape.Width, shape.Inner, shape.KeyHeads * shape.HeadWidth);
        Embedding = reader.Matrix(c, new Part(names.Embedding, shape.Vocabulary));
        Head = shape.OwnHead ? reader.Matrix(c, new Part(names.Head, shape.Vocabulary)) : Embedding;
        FinalNorm = reader.Vector(new Part(names.FinalNorm, c));
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
        Layers = [.. layers];
        progress?.Report(new StageProgress("reading the language model", shape.Layers, shape.Layers, "layers"));
    }
}
