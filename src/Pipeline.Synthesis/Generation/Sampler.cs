using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Pipeline.Synthesis.Generation;

/// <summary>Draws a token from scores: temperature, then the K likeliest, then the likeliest of those that hold P of their probability.</summary>
internal sealed class Sampler
{
    private readonly double temperature;
    private readonly double topP;
    private readonly int topK;
    private readonly float[] keys;
    private readonly int[] ids;

    public Sampler(GenerationSettings settings)
    {
        if (!(settings is { Temperature: >= 0, TopP: > 0, TopK: > 0 }))
            throw new ArgumentException("Tokens are drawn at a temperature of at least 0, among at least one and with a positive share.", nameof(settings));
        temperature = settings.Temperature;
        topP = settings.TopP;
        topK = temperature == 0 ? 1 : settings.TopK;
        // Candidates collect up to twice K before the lower half is thrown away.
        keys = new float[2 * topK + Vector512<float>.Count];
        ids = new int[keys.Length];
    }

    /// <summary>The id drawn with a uniform number, and its ln p at temperature 1 over all scores.</summary>
    public (int Id, double LogProbability) Draw(ReadOnlySpan<float> scores, double uniform)
    {
        var count = Likeliest(scores);
        var chosen = temperature == 0 ? 0 : Choose(count, uniform);
        return (ids[chosen], -keys[chosen] - LogSumExp(scores, -keys[0]));
    }

    /// <summary>Tokens drawn among at most.</summary>
    public int Most => topK;

    /// <summary>The same of a row whose K likeliest have been found already.</summary>
    /// <param name="likeliest">Scores of its K likeliest, the greatest first.</param>
    /// <param name="tokens">Their ids, equal scores in order of ids.</param>
    /// <param name="logSumExp">ln of the sum of e^score over all scores.</param>
    /// <param name="uniform">The uniform number.</param>
    public (int Id, double LogProbability) Draw(ReadOnlySpan<float> likeliest, ReadOnlySpan<long> tokens, double logSumExp, double uniform)
    {
        var count = 0;
        // What is held back has no probability, and is last.
        for (; count < Math.Min(topK, likeliest.Length) && likeliest[count] > float.NegativeInfinity; count++) (keys[count], ids[count]) = (-likeliest[count], (int)tokens[count]);
        var chosen = temperature == 0 ? 0 : Choose(count, uniform);
        return (ids[chosen], -keys[chosen] - logSumExp);
    }

    /// <summary>
    /// Puts the K likeliest into <see cref="ids"/>, in order, ties by id, and their negated scores into <see cref="keys"/>.
    /// One pass: a score below the K-th best so far is passed over sixteen at a time.
    /// </summary>
    private int Likeliest(ReadOnlySpan<float> scores)
    {
        var (count, bound) = (0, float.NegativeInfinity);
        var vectors = MemoryMarshal.Cast<float, Vector512<float>>(scores);
        for (var i = 0; i < vectors.Length; i++)
        {
            var above = Vector512.GreaterThan(vectors[i], Vector512.Create(bound)).ExtractMostSignificantBits();
            for (; above != 0; above &= above - 1) Add(scores, i * Vector512<float>.Count + System.Numerics.BitOperations.TrailingZeroCount(above));
            if (count > keys.Length - Vector512<float>.Count) Halve();
        }
        for (var id = vectors.Length * Vector512<float>.Count; id < scores.Length; id++)
        {
            if (scores[id] > bound) Add(scores, id);
            if (count == keys.Length) Halve();
        }
        Halve();
        return count;

        void Add(ReadOnlySpan<float> all, int id) => (keys[count], ids[count++]) = (-all[id], id);

        void Halve()
        {
            // Sorting is not stable; equal scores are put in order of their ids afterwards.
            keys.AsSpan(0, count).Sort(ids.AsSpan(0, count));
            for (var i = 1; i < count; i++)
                for (var j = i; j > 0 && keys[j] == keys[j - 1] && ids[j] < ids[j - 1]; j--) (ids[j], ids[j - 1]) = (ids[j - 1], ids[j]);
            count = Math.Min(count, topK);
            if (count == topK) bound = -keys[count - 1];
        }
    }

    private int Choose(int count, double uniform)
    {
        var all = 0.0;
        for (var i = 0; i < count; i++) all += Weight(i);
        var (kept, nucleus) = (0, 0.0);
        while (kept < count && nucleus < topP * all) nucleus += Weight(kept++);
        kept = Math.Max(kept, 1);
        var left = uniform * nucleus;
        for (var i = 0; i < kept - 1; i++)
            if ((left -= Weight(i)) < 0) return i;
        return kept - 1;

        double Weight(int i) => Math.Exp((keys[0] - keys[i]) / temperature);
    }

    private static double LogSumExp(ReadOnlySpan<float> scores, float largest)
    {
        var vectors = MemoryMarshal.Cast<float, Vector512<float>>(scores);
        var sums = Vector512<float>.Zero;
        foreach (var vector in vectors) sums += Exponential.Of(vector - Vector512.Create(largest));
        var sum = (double)Vector512.Sum(sums);
        foreach (var score in scores[(vectors.Length * Vector512<float>.Count)..]) sum += Math.Exp(score - largest);
        return largest + Math.Log(sum);
    }
}
