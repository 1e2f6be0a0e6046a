using System.Runtime.InteropServices;
using Pipeline.Core;
using Pipeline.Core.Inputs;
using Pipeline.Synthesis.Models.Gguf;
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
    private readonly List<IDisposable> owned = [];

    private LlamaWeights()
    {
    }

    /// <summary>Weights made elsewhere, which become this object's to free.</summary>
    internal LlamaWeights(Matrix embedding, Tensor finalNorm, LayerWeights[] layers)
    {
        (Embedding, FinalNorm, Layers) = (embedding, finalNorm, layers);
        owned.AddRange([embedding, finalNorm, .. layers.SelectMany(layer => (IDisposable[])[layer.AttentionNorm, layer.QueryKeyValue, layer.Output, layer.FeedForwardNorm, layer.GateUp, layer.Down])]);
    }

    /// <summary>(V, C): the token embeddings, and the output head as well (tied).</summary>
    public Matrix Embedding { get; private set; } = null!;

    /// <summary>(C).</summary>
    public Tensor FinalNorm { get; private set; } = null!;

    public LayerWeights[] Layers { get; private set; } = [];

    public static LlamaWeights Load(
        GgufFile file, LlamaShape shape, ComputeType compute, Device device, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        var weights = new LlamaWeights();
        try
        {
            weights.Fill(file, shape, compute, device, progress, cancellation);
            return weights;
        }
        catch
        {
            weights.Dispose();
            throw;
        }
    }

    /// <summary>
    /// The file keeps the two halves of a rotated head interleaved (0, D/2, 1, D/2 + 1, ...); this puts one after the other.
    /// </summary>
    internal static float[] HalvesApart(float[] interleaved, int rows, int columns, int heads)
    {
        var apart = new float[interleaved.Length];
        var half = rows / heads / 2;
        for (var row = 0; row < rows; row++)
        {
            var (head, within) = (row / (2 * half), row % (2 * half));
            var stored = head * 2 * half + within % half * 2 + within / half;
            interleaved.AsSpan(stored * columns, columns).CopyTo(apart.AsSpan(row * columns));
        }
        return apart;
    }

    /// <inheritdoc/>
    public void Dispose() => owned.ForEach(weight => weight.Dispose());

    private void Fill(GgufFile file, LlamaShape shape, ComputeType compute, Device device, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        var (c, inner) = (shape.Width, shape.Inner);
        var keys = shape.KeyHeads * shape.HeadWidth;
        if (file.Tensors.ContainsKey("output.weight"))
            throw new BadInputException(file.Name, "The model has an output head of its own.", "a head tied to token_embd.weight");
        Layers = new LayerWeights[shape.Layers];
        Embedding = Stacked(c, ("token_embd.weight", shape.Vocabulary, 0));
        FinalNorm = Vector("output_norm.weight");
        for (var i = 0; i < shape.Layers; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            progress?.Report(new StageProgress("reading the language model", i, shape.Layers, "layers"));
            Layers[i] = new LayerWeights(
                Vector($"blk.{i}.attn_norm.weight"),
                Stacked(c, ($"blk.{i}.attn_q.weight", c, shape.Heads), ($"blk.{i}.attn_k.weight", keys, shape.KeyHeads), ($"blk.{i}.attn_v.weight", keys, 0)),
                Stacked(c, ($"blk.{i}.attn_output.weight", c, 0)),
                Vector($"blk.{i}.ffn_norm.weight"),
                Stacked(c, ($"blk.{i}.ffn_gate.weight", inner, 0), ($"blk.{i}.ffn_up.weight", inner, 0)),
                Stacked(inner, ($"blk.{i}.ffn_down.weight", c, 0)));
        }
        progress?.Report(new StageProgress("reading the language model", shape.Layers, shape.Layers, "layers"));

        Tensor Vector(string name)
        {
            using var read = Stack([c], (name, c, 0));
            var kept = read.to(Arithmetic.TypeOf(compute), device, copy: true).DetachFromDisposeScope();
            owned.Add(kept);
            return kept;
        }

        Matrix Stacked(int columns, params ReadOnlySpan<(string Name, int Rows, int Heads)> parts)
        {
            var rows = 0;
            foreach (var part in parts) rows += part.Rows;
            using var read = Stack([rows, columns], parts);
            var kept = Matrix.Of(read, compute, device);
            owned.Add(kept);
            return kept;
        }

        Tensor Stack(long[] size, params ReadOnlySpan<(string Name, int Rows, int Heads)> parts)
        {
            var whole = empty(size, ScalarType.Float32);
            var room = MemoryMarshal.Cast<byte, float>(whole.bytes);
            foreach (var (name, rows, heads) in parts)
            {
                var entry = Entry(file, name, [rows, .. size[1..]]);
                var part = room[..(int)entry.Count];
                file.Read(entry, part);
                if (heads > 0) HalvesApart(part.ToArray(), rows, c, heads).CopyTo(part);
                room = room[part.Length..];
            }
            return whole;
        }
    }

    private static GgufTensor Entry(GgufFile file, string name, long[] shape)
    {
        var entry = file.Tensor(name);
        return entry.Shape.Select(size => (long)size).SequenceEqual(shape)
            ? entry
            : throw new BadInputException(file.Name, $"The tensor '{name}' is [{string.Join(", ", entry.Shape)}].", $"[{string.Join(", ", shape)}]");
    }
}
