using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace Pipeline.Synthesis.Models.Transformers;

/// <summary>What the positions of a forward pass may see, and where they stand.</summary>
internal interface IAttention
{
    /// <summary>The place in its text of every position, 0 for a text's first: whole numbers that broadcast over (B, T).</summary>
    Tensor Places { get; }

    /// <summary>Queries (B, T, H, D), keys and values (B, T, G, D), to (B, T, H D).</summary>
    Tensor Attend(int layer, Tensor queries, Tensor keys, Tensor values);
}

/// <summary>
/// Every position sees itself and those before it. Rows shorter than T are padded at their end: what they need lies before
/// the padding, so it cannot change them.
/// </summary>
internal sealed class CausalAttention : IAttention, IDisposable
{
    private readonly Tensor mask; // (1, 1, H/G T, T), 0 where seen and minus infinity elsewhere

    public CausalAttention(Decoder model, int positions)
    {
        using var scope = NewDisposeScope();
        var (device, type) = model.Activations;
        Places = arange(positions, ScalarType.Int64, device).unsqueeze(0).DetachFromDisposeScope(); // (1, T)
        var later = full([positions, positions], float.NegativeInfinity, type, device).triu(1); // (T, T)
        mask = later.repeat(model.Shape.Heads / model.Shape.KeyHeads, 1).unsqueeze(0).unsqueeze(0).DetachFromDisposeScope();
    }

    public Tensor Places { get; }

    /// <summary>Told the keys and values (B, T, G, D) of each layer, for a cache to keep.</summary>
    public Action<int, Tensor, Tensor>? Keep { get; init; }

    public Tensor Attend(int layer, Tensor queries, Tensor keys, Tensor values)
    {
        Keep?.Invoke(layer, keys, values);
        return Grouped(queries, keys.transpose(1, 2), values.transpose(1, 2), mask);
    }

    /// <summary>
    /// Softmax attention over keys and values (B, G, S, D). The H/G query heads that share a key head are laid out as further
    /// positions of it, so that keys and values are never copied.
    /// </summary>
    public static Tensor Grouped(Tensor queries, Tensor keys, Tensor values, Tensor mask)
    {
        var (b, t, h, d) = (queries.shape[0], queries.shape[1], queries.shape[2], queries.shape[3]);
        var (g, s) = (keys.shape[1], keys.shape[2]);
        var grouped = queries.view(b, t, g, h / g, d).permute(0, 2, 3, 1, 4).reshape(b, g, h / g * t, d); // (B, G, H/G T, D)
        // In bf16 the library may hand a Hopper card's attention to cuDNN, which makes a plan for every shape that it has not seen:
        // 65 ms each on an H100, and in writing every step has one.
        var seen = queries.dtype == ScalarType.BFloat16 && queries.device.type == DeviceType.CUDA
            ? ByProducts(grouped, keys, values, mask)
            : scaled_dot_product_attention(grouped, keys, values, mask.expand(b, 1, h / g * t, s)); // (B, G, H/G T, D)
        return seen.reshape(b, g, h / g, t, d).permute(0, 3, 1, 2, 4).reshape(b, t, h * d); // (B, T, H D)
    }

    /// <summary>The same attention as two products and a softmax: (B, G, N, D) over (B, G, S, D) to (B, G, N, D).</summary>
    internal static Tensor ByProducts(Tensor queries, Tensor keys, Tensor values, Tensor mask)
    {
        using var scope = NewDisposeScope();
        var scores = (queries * (1 / Math.Sqrt(queries.shape[^1]))).matmul(keys.transpose(-2, -1)).add_(mask); // (B, G, N, S)
        return scores.softmax(-1).matmul(values).MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        mask.Dispose();
        Places.Dispose();
    }
}
