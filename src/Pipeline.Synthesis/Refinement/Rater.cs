using Pipeline.Synthesis.Features;
using Pipeline.Synthesis.Models.Transformers;
using static TorchSharp.torch;

namespace Pipeline.Synthesis.Refinement;

/// <summary>What a text is worth by itself.</summary>
/// <param name="Phi">Its feature vector (k + 1).</param>
/// <param name="Surprise">Mean negative log-likelihood of its tokens after the first, in nats.</param>
internal sealed record Rating(double[] Phi, double Surprise);

/// <summary>Rates texts that differ from a known one by a token: exactly, in batches, from the first changed place on.</summary>
internal sealed class Rater(Decoder model, FeatureMap map)
{
    /// <summary>Rows of one batch: those that change late are not held up by those that change early.</summary>
    private const int AtOnce = 4;

    /// <summary>The rating of the known text itself.</summary>
    public Rating Of(BasePass pass, PlacedText text) => new(map.Map(pass.State), pass.Surprise(text).Average());

    /// <summary>Ratings of the text under each substitution, in order.</summary>
    public Rating[] Of(BasePass pass, PlacedText text, IReadOnlyList<Substitution> substitutions)
    {
        var ratings = new Rating[substitutions.Count];
        var surprise = pass.Surprise(text);
        foreach (var group in Enumerable.Range(0, ratings.Length).OrderBy(i => substitutions[i].At).Chunk(AtOnce))
            foreach (var (i, rating) in group.Zip(Batch(pass, text, surprise, [.. group.Select(i => substitutions[i])]))) ratings[i] = rating;
        return ratings;
    }

    private IEnumerable<Rating> Batch(BasePass pass, PlacedText text, double[] surprise, Substitution[] changes)
    {
        using var inference = no_grad();
        using var scope = NewDisposeScope();
        var (b, t, s) = (changes.Length, text.Ids.Length, changes.Min(change => change.At));
        var rows = changes.SelectMany(change => text.Ids.Skip(s).Select((id, i) => (long)(s + i == change.At ? change.Token : id))).ToArray();
        var ids = tensor(rows, [b, t - s], device: pass.Embeddings.device);
        using var attention = new ContinuedAttention(model, pass, s, t);
        var (states, middle) = PooledState.Through(model, model.Embed(ids), attention); // both (B, T - s, C)
        using var freed = middle;
        // Places of the text before s are those of the known text; the others are computed here.
        var first = PooledState.FirstOf(text.First, text.End);
        var sum = pass.Middle.narrow(0, first, s - first).sum(dim: 0) + middle.narrow(1, 0, text.End - s).sum(dim: 1); // (B, C)
        var read = BasePass.Doubles(cat([states.select(1, -1), (sum / (text.End - first)).to(states.dtype)], 1)); // (B 2C)
        var width = read.Length / b;

        // Place s is expected by s - 1, which no change has touched; places s + 1 to End - 1 by those computed here.
        var scored = text.End - 1 - s;
        var here = BasePass.Doubles(pass.LogProbabilities[s - 1].index_select(0, ids.select(1, 0)).neg()); // (B)
        var later = new double[b];
        if (scored > 0)
        {
            var logits = model.Logits(states.narrow(1, 0, scored).reshape(b * scored, model.Shape.Width)); // (B scored, V)
            var wide = logits.to(BasePass.Wide(logits.dtype));
            var next = ids.narrow(1, 1, scored).reshape(-1, 1); // (B scored, 1)
            later = BasePass.Doubles((wide.logsumexp(1) - wide.gather(1, next).squeeze(1)).view(b, scored).sum(1)); // (B)
        }
        var before = surprise.Take(s - 1).Sum();
        return [.. Enumerable.Range(0, b).Select(i => new Rating(map.Map(read.AsSpan(i * width, width)), (before + here[i] + later[i]) / (text.End - 1)))];
    }
}
