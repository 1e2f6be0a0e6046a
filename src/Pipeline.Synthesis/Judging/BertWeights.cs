using System.Runtime.InteropServices;
using Pipeline.Core.Inputs;
using Pipeline.Synthesis.Models.Gguf;
using static TorchSharp.torch;

namespace Pipeline.Synthesis.Judging;

/// <summary>A matrix or a norm with its bias.</summary>
/// <param name="Weight">(out, in), or (C) for a norm.</param>
/// <param name="Bias">(out).</param>
internal sealed record Affine(Tensor Weight, Tensor Bias);

/// <summary>The weights of one layer; the three matrices that read the same input are one.</summary>
/// <param name="QueryKeyValue">(3C, C).</param>
/// <param name="Output">(C, C).</param>
/// <param name="AttentionNorm">(C).</param>
/// <param name="Up">(inner, C).</param>
/// <param name="Down">(C, inner).</param>
/// <param name="OutputNorm">(C).</param>
internal sealed record BertLayer(Affine QueryKeyValue, Affine Output, Affine AttentionNorm, Affine Up, Affine Down, Affine OutputNorm);

/// <summary>The weights of a BERT encoder, widened to fp32 on loading.</summary>
internal sealed class BertWeights : IDisposable
{
    private readonly List<Tensor> owned = [];

    private BertWeights()
    {
    }

    /// <summary>(V, C).</summary>
    public Tensor Tokens { get; private set; } = null!;

    /// <summary>(context, C): learned positions, with the row of token type 0 added to each.</summary>
    public Tensor Positions { get; private set; } = null!;

    /// <summary>(C).</summary>
    public Affine EmbeddingNorm { get; private set; } = null!;

    public BertLayer[] Layers { get; private set; } = [];

    public static BertWeights Load(GgufFile file, BertShape shape, Device device, CancellationToken cancellation)
    {
        var weights = new BertWeights();
        try
        {
            using var scope = NewDisposeScope();
            weights.Fill(file, shape, device, cancellation);
            return weights;
        }
        catch
        {
            weights.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => owned.ForEach(weight => weight.Dispose());

    private void Fill(GgufFile file, BertShape shape, Device device, CancellationToken cancellation)
    {
        var (c, inner) = (shape.Width, shape.Inner);
        Tokens = Keep(Read("token_embd.weight", shape.Vocabulary, c));
        Positions = Keep(Read("position_embd.weight", shape.Context, c) + Read("token_types.weight", shape.Types, c)[0]);
        EmbeddingNorm = Norm("token_embd_norm");
        Layers = new BertLayer[shape.Layers];
        for (var i = 0; i < shape.Layers; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            Layers[i] = new BertLayer(
                Linear(c, c, $"blk.{i}.attn_q", $"blk.{i}.attn_k", $"blk.{i}.attn_v"), Linear(c, c, $"blk.{i}.attn_output"), Norm($"blk.{i}.attn_output_norm"),
                Linear(inner, c, $"blk.{i}.ffn_up"), Linear(c, inner, $"blk.{i}.ffn_down"), Norm($"blk.{i}.layer_output_norm"));
        }

        Affine Linear(int rows, int columns, params IReadOnlyList<string> names) => new(
            Keep(cat([.. names.Select(name => Read(name + ".weight", rows, columns))])),
            Keep(cat([.. names.Select(name => Read(name + ".bias", rows))])));

        Affine Norm(string name) => new(Keep(Read(name + ".weight", c)), Keep(Read(name + ".bias", c)));

        Tensor Keep(Tensor read)
        {
            var kept = read.to(device).DetachFromDisposeScope();
            owned.Add(kept);
            return kept;
        }

        Tensor Read(string name, params int[] expected)
        {
            var entry = file.Tensor(name);
            if (!entry.Shape.SequenceEqual(expected))
                throw new BadInputException(file.Name, $"The tensor '{name}' is [{string.Join(", ", entry.Shape)}].", $"[{string.Join(", ", expected)}]");
            var tensor = empty([.. expected.Select(size => (long)size)], ScalarType.Float32);
            file.Read(entry, MemoryMarshal.Cast<byte, float>(tensor.bytes));
            return tensor;
        }
    }
}
