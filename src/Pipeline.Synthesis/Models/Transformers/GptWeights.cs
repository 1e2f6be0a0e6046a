using System.Globalization;
using Pipeline.Core;
using static TorchSharp.torch;

namespace Pipeline.Synthesis.Models.Transformers;

/// <summary>A matrix and what is added to its product.</summary>
/// <param name="Matrix">(out, in).</param>
/// <param name="Bias">(out).</param>
internal sealed record Affine(Matrix Matrix, Tensor Bias)
{
    /// <summary>x W^T + b: (..., in) to (..., out).</summary>
    public Tensor Times(Tensor x)
    {
        using var product = Matrix.Times(x);
        return product + Bias;
    }
}

/// <summary>The scale and shift of a layer norm.</summary>
/// <param name="Weight">(C).</param>
/// <param name="Bias">(C).</param>
internal sealed record NormWeights(Tensor Weight, Tensor Bias);

/// <summary>The weights of one layer of GPT-2 or OPT.</summary>
/// <param name="AttentionNorm">(C).</param>
/// <param name="QueryKeyValue">(3 C, C).</param>
/// <param name="Output">(C, C).</param>
/// <param name="FeedForwardNorm">(C).</param>
/// <param name="Up">(inner, C).</param>
/// <param name="Down">(C, inner).</param>
internal sealed record GptLayer(NormWeights AttentionNorm, Affine QueryKeyValue, Affine Output, NormWeights FeedForwardNorm, Affine Up, Affine Down);

/// <summary>The weights of a GPT-2 or OPT model; the reader owns them.</summary>
/// <param name="Embedding">(V, C).</param>
/// <param name="Positions">(context + offset, C).</param>
/// <param name="Head">(V, C); the very embeddings where the model ties it to them.</param>
/// <param name="FinalNorm">(C).</param>
/// <param name="Layers">The layers, first to last.</param>
internal sealed record GptWeights(Matrix Embedding, Matrix Positions, Matrix Head, NormWeights FinalNorm, GptLayer[] Layers)
{
    public static GptWeights Load(WeightReader reader, GptShape shape, GptNames names, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        var (c, inner) = (shape.Width, shape.Inner);
        var embedding = reader.Table(c, new Part(names.Embedding, shape.Vocabulary));
        var positions = reader.Table(c, new Part(names.Positions, shape.Context + shape.PositionOffset));
        var head = shape.OwnHead ? reader.Table(c, new Part(GptNames.Head, shape.Vocabulary)) : embedding;
        var last = Norm(names.FinalNorm);
        // A list: the number of layers is only a claim until their tensors are found.
        var layers = new List<GptLayer>();
        for (var i = 0; i < shape.Layers; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            progress?.Report(new StageProgress("reading the language model", i, shape.Layers, "layers"));
            var layer = string.Format(CultureInfo.InvariantCulture, names.Layer, i);
            layers.Add(new GptLayer(
                Norm(layer + names.AttentionNorm),
                Whole(3 * c, c, [.. names.QueryKeyValue.Select(name => layer + name)]),
                Whole(c, c, layer + names.Output),
                Norm(layer + names.FeedForwardNorm),
                Whole(inner, c, layer + names.Up),
                Whole(c, inner, layer + names.Down)));
        }
        progress?.Report(new StageProgress("reading the language model", shape.Layers, shape.Layers, "layers"));
        return new GptWeights(embedding, positions, head, last, [.. layers]);

        NormWeights Norm(string name) => new(reader.Vector(new Part(name + ".weight", c)), reader.Vector(new Part(name + ".bias", c)));

        Affine Whole(int rows, int columns, params string[] stacked) => new(
            reader.Matrix(columns, [.. stacked.Select(name => new Part(name + ".weight", rows / stacked.Length, names.Layout))]),
            reader.Vector([.. stacked.Select(name => new Part(name + ".bias", rows / stacked.Length))]));
    }
}
