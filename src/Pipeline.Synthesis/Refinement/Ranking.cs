using Pipeline.Synthesis.Models.Transformers;
using static TorchSharp.torch;

namespace Pipeline.Synthesis.Refinement;

/// <summary>
/// The z-step's order of trial. With the loss made linear at the text z, the x-step has the solution x = z - u - g/rho; so
/// alpha * change of the negative log-likelihood + (rho/2) |E_v - (x + u)|^2 is, up to a constant, linearised gain
/// g.(E_v - z) + (rho/2) |E_v - z|^2 + alpha * change. P places, K tokens each, C wide.
/// </summary>
internal static class Ranking
{
    /// <summary>Substitutions by one token among the likeliest at each place, the most promising first.</summary>
    /// <param name="model">For its token embeddings.</param>
    /// <param name="pass">The text's passes; its gradient is that of n times the residual.</param>
    /// <param name="text">The text.</param>
    /// <param name="words">Which tokens may change into which.</param>
    /// <param name="settings">alpha, rho and how many tokens of each place.</param>
    public static IReadOnlyList<Substitution> Of(Llama model, BasePass pass, PlacedText text, WordBook words, RefineSettings settings)
    {
        // The text's first token is given: nothing comes before it that could expect another, and it keeps its capital.
        int[] places = [.. Enumerable.Range(text.First + 1, text.End - text.First - 1).Where(at => words.StandsAlone(text.Ids.AsSpan(0, text.End), at))];
        if (places.Length == 0) return [];
        using var inference = no_grad();
        using var scope = NewDisposeScope();
        var at = tensor(places.Select(place => (long)place).ToArray(), device: pass.Gradient.device); // (P)
        var expected = pass.LogProbabilities.index_select(0, at - 1); // (P, V)
        var (likelihood, tokens) = expected.topk(settings.Likeliest, 1); // (P, K)
        var own = tensor(places.Select(place => (long)text.Ids[place]).ToArray(), device: at.device).unsqueeze(1); // (P, 1)
        var rarer = expected.gather(1, own) - likelihood; // (P, K): change of the negative log-likelihood at the place itself
        var z = pass.Embeddings.index_select(0, at).unsqueeze(1); // (P, 1, C)
        var away = model.Weights.Embedding.Rows(tokens.flatten()).view(places.Length, settings.Likeliest, -1) - z; // (P, K, C)
        var gain = (away * pass.Gradient.index_select(0, at).unsqueeze(1)).sum(-1); // (P, K)
        var score = BasePass.Doubles((gain + away.square().sum(-1) * (settings.Rho / 2) + rarer * (settings.Alpha / (text.End - 1))).flatten());
        var ids = tokens.flatten().cpu().data<long>().ToArray();
        return
        [
            .. Enumerable.Range(0, ids.Length).Where(i => words.MayReplace(text.Ids[places[i / settings.Likeliest]], (int)ids[i]))
                .OrderBy(i => score[i]).ThenBy(i => i)
                .Select(i => new Substitution(places[i / settings.Likeliest], (int)ids[i])),
        ];
    }
}
