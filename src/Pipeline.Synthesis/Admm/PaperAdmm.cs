using Pipeline.Synthesis.Gradients;
using TorchSharp;
using static TorchSharp.torch;

namespace Pipeline.Synthesis.Admm;

/// <summary>
/// GRADMM as published ("Synthetic Text Generation for Training LLMs via Gradient Matching", ICML 2025): x-step by a fresh
/// Adam on loss(x) + rho/2 |x - z + u|^2, z-step to the nearest tokens of x + u, then u += x - z. A baseline to be
/// measured against: nothing keeps the projected tokens readable (docs/synthesis.md, "What failed"). n texts, T positions.
/// </summary>
internal sealed class PaperAdmm : IDisposable
{
    private readonly Func<Tensor, HiddenLoss> loss;
    private readonly TokenProjection project;
    private readonly AdmmSettings settings;

    /// <summary>Starts from embeddings (n, T, C); the loss gives value and gradient at such.</summary>
    public PaperAdmm(Tensor start, Func<Tensor, HiddenLoss> loss, TokenProjection project, AdmmSettings settings)
    {
        (this.loss, this.project, this.settings) = (loss, project, settings);
        using var inference = no_grad();
        using var scope = NewDisposeScope();
        X = start.clone().DetachFromDisposeScope();
        U = zeros_like(start).DetachFromDisposeScope();
        Tokens = project.Nearest(start).DetachFromDisposeScope();
        Z = project.Embed(Tokens).DetachFromDisposeScope();
    }

    /// <summary>The embeddings (n, T, C).</summary>
    public Tensor X { get; }

    /// <summary>Embeddings of the nearest tokens (n, T, C).</summary>
    public Tensor Z { get; }

    /// <summary>The scaled dual (n, T, C).</summary>
    public Tensor U { get; }

    /// <summary>The nearest tokens (n, T).</summary>
    public Tensor Tokens { get; }

    /// <summary>Takes all outer steps.</summary>
    public IReadOnlyList<AdmmRound> Run(CancellationToken cancellation) =>
        [.. Enumerable.Range(0, settings.Rounds).Select(_ => Round(cancellation))];

    /// <inheritdoc/>
    public void Dispose()
    {
        X.Dispose();
        Z.Dispose();
        U.Dispose();
        Tokens.Dispose();
    }

    private AdmmRound Round(CancellationToken cancellation)
    {
        using var inference = no_grad();
        using var scope = NewDisposeScope();
        using var adam = new Adam(X, settings.Rate);
        var (losses, objectives) = (new List<double>(), new List<double>());
        for (var step = 0; ; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            using var inner = NewDisposeScope();
            var at = loss(X);
            var pull = X - Z + U; // (n, T, C)
            losses.Add(at.Loss);
            objectives.Add(at.Loss + settings.Rho / 2 * pull.square().sum().ToDouble());
            if (step == settings.Steps) break;
            adam.Step(X, at.Gradient + pull * settings.Rho);
        }
        var previous = Z.clone();
        var moved = X + U;
        Tokens.copy_(project.Nearest(moved));
        Z.copy_(project.Embed(Tokens));
        U.add_(X - Z);
        return new AdmmRound(losses[0], objectives[0], losses[1..], objectives[1..],
            (X - Z).norm().ToDouble(), settings.Rho * (Z - previous).norm().ToDouble(), Rows(Tokens));
    }

    private static int[][] Rows(Tensor ids)
    {
        var flat = ids.cpu().contiguous().data<long>().ToArray();
        return [.. flat.Select(id => (int)id).Chunk((int)ids.shape[1])];
    }
}
