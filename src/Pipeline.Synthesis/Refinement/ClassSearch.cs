using Pipeline.Synthesis.Features;
using Pipeline.Synthesis.Models;
using Pipeline.Synthesis.Models.Transformers;
using static TorchSharp.torch;

namespace Pipeline.Synthesis.Refinement;

/// <summary>
/// Refines the texts of one class, one after the other, each against what the others already are. Every accepted substitution
/// lowers the merit by more than tau / n over a finite set of texts, so it ends.
/// </summary>
internal sealed class ClassSearch(LanguageModel language, FeatureMap map, Neighbourhood neighbours, RefineSettings settings, ClassState state, PlacedText?[] texts) : IDisposable
{
    /// <summary>Rounding may lift a merit that is summed anew by this much.</summary>
    private const double Rounding = 1e-9;

    private readonly Decoder model = language.Decoder;
    private readonly Rater rater = new(language.Decoder, map);
    private readonly Tensor?[] duals = new Tensor?[texts.Length]; // u of each text (T, C)

    /// <summary>The texts as they stand.</summary>
    public IReadOnlyList<PlacedText?> Texts => texts;

    /// <summary>Visits every text once.</summary>
    /// <exception cref="InvalidOperationException">The merit rose, which is a defect.</exception>
    public Sweep Visit(Action visited, CancellationToken cancellation)
    {
        var before = state.Merit;
        var (accepted, rated, primal, dual) = (0, 0, 0.0, 0.0);
        for (var i = 0; i < texts.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (texts[i] is { } text)
            {
                using var scope = NewDisposeScope();
                var pass = BasePass.Of(model, text, read => state.Slope(map, read));
                using var freed = pass;
                var (better, tried) = Best(i, pass, text);
                rated += tried;
                if (better is { } step)
                {
                    texts[i] = step.Text;
                    state.Take(i, step.Rating);
                    accepted++;
                }
                var (p, d) = Residuals(i, pass, texts[i]!);
                (primal, dual) = (primal + p, dual + d);
            }
            visited();
        }
        var merit = state.Merit;
        if (merit > before + Rounding || (accepted > 0 && merit >= before))
            throw new InvalidOperationException($"The merit rose from {before:R} to {merit:R} in a sweep of {accepted} accepted substitutions.");
        return new Sweep(merit, state.Residual, state.Surprise, accepted, rated, Math.Sqrt(primal), settings.Rho * Math.Sqrt(dual));
    }

    /// <summary>How many substitutions of all texts would still improve the merit.</summary>
    public Stationarity Check(CancellationToken cancellation)
    {
        var (count, improving, greatest) = (0, 0, double.NegativeInfinity);
        for (var i = 0; i < texts.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (texts[i] is not { } text) continue;
            using var scope = NewDisposeScope();
            using var pass = BasePass.Of(model, text, read => state.Slope(map, read));
            var changes = neighbours.Of(pass, text).Where(pair => !Taken(pair.Text)).Select(pair => pair.Change).ToList();
            Count(text, changes);
            foreach (var gain in rater.Of(pass, text, changes).Select(rating => -state.Change(i, rating)))
            {
                count++;
                if (gain > settings.Tau) improving++;
                greatest = Math.Max(greatest, gain);
            }
        }
        return new Stationarity(settings.Tau, count, improving, count > 0 ? greatest : 0);
    }

    public void Dispose()
    {
        foreach (var dual in duals) dual?.Dispose();
    }

    private ((PlacedText Text, Rating Rating)? Better, int Tried) Best(int i, BasePass pass, PlacedText text)
    {
        var candidates = neighbours.Of(pass, text).Where(pair => !Taken(pair.Text)).ToList();
        List<Substitution> changes = [.. candidates.Select(pair => pair.Change)];
        Count(text, changes);
        var ratings = rater.Of(pass, text, changes);
        (PlacedText, Rating)? better = null;
        var least = -settings.Tau;
        foreach (var (candidate, rating) in candidates.Zip(ratings))
        {
            var change = state.Change(i, rating);
            if (change >= least) continue;
            (least, better) = (change, (candidate.Text, rating));
        }
        return (better, candidates.Count);
    }

    /// <summary>There and back once, and each substitution from its place on.</summary>
    private void Count(PlacedText text, List<Substitution> changes) => language.Worked((2 * text.Ids.Length) + changes.Sum(change => text.Ids.Length - change.At));

    /// <summary>A text that another one already is would be released twice.</summary>
    private bool Taken(PlacedText text) => texts.Any(other => string.Equals(other?.Text, text.Text, StringComparison.OrdinalIgnoreCase));

    /// <summary>The visit as a step of ADMM: x = z - u - g/rho, z becomes the chosen text, u += x - z. |x - z|^2 and |z - z before|^2.</summary>
    private (double Primal, double Dual) Residuals(int i, BasePass pass, PlacedText chosen)
    {
        using var inference = no_grad();
        using var scope = NewDisposeScope();
        var z = pass.Embeddings; // (T, C)
        var pulled = z - pass.Gradient / settings.Rho; // x + u
        var x = duals[i] is { } u ? pulled - u : pulled;
        var next = model.Embedding.Rows(tensor(chosen.Ids.Select(id => (long)id).ToArray(), device: z.device)); // (T, C)
        duals[i]?.Dispose();
        duals[i] = (pulled - next).DetachFromDisposeScope();
        return (BasePass.Doubles((x - next).square().sum())[0], BasePass.Doubles((next - z).square().sum())[0]);
    }
}
