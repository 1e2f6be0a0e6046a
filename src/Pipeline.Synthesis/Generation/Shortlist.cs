using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Pipeline.Synthesis.Generation;

/// <summary>
/// The K likeliest tokens of each row, found where the scores lie: of n rows n K numbers are fetched from a device, and not
/// n V. In the sampler's own order, equal scores by id, so that the same scores give the same draws. n rows, V tokens.
/// </summary>
internal sealed class Shortlist
{
    /// <summary>Least part by which a double differs from the next: far finer than floats, so ids fit between two of them.</summary>
    private const double Step = 1.0 / (1L << 52);

    /// <summary>Smallest and greatest size of an ordinary float: a score of 0 has neighbours too, and one held back is infinite.</summary>
    private const double Least = 1.1754944e-38, Greatest = 3e38;

    private readonly float[] scores; // (n, K)
    private readonly long[] ids; // (n, K)
    private readonly float[] logSums; // (n)
    private readonly int width;

    private Shortlist(float[] scores, long[] ids, float[] logSums)
    {
        (this.scores, this.ids, this.logSums) = (scores, ids, logSums);
        width = scores.Length / logSums.Length;
    }

    /// <summary>Finds them.</summary>
    /// <param name="scores">(n, V), fp32.</param>
    /// <param name="most">K, or V where that is less.</param>
    public static Shortlist Of(Tensor scores, int most)
    {
        using var scope = NewDisposeScope();
        var tokens = scores.shape[1];
        var exact = scores.to(ScalarType.Float64); // (n, V)
        // Lowered by its id's part of the gap to the next smaller float, each score is another number and in its place.
        var places = exact.abs().clamp_(Least, Greatest).mul_(arange(tokens, ScalarType.Float64, scores.device).mul_(Step)); // (n, V)
        var (_, ids) = exact.sub_(places).topk((int)Math.Min(most, tokens), 1); // (n, K)
        return new Shortlist(Fetched<float>(scores.gather(1, ids)), Fetched<long>(ids), Fetched<float>(scores.logsumexp(1)));
    }

    /// <summary>Draws a row's token with a uniform number; gives its ln p at temperature 1 over all scores.</summary>
    public (int Id, double LogProbability) Draw(Sampler sampler, int row, double uniform) =>
        sampler.Draw(scores.AsSpan(row * width, width), ids.AsSpan(row * width, width), logSums[row], uniform);

    private static T[] Fetched<T>(Tensor values) where T : unmanaged => MemoryMarshal.Cast<byte, T>(values.cpu().contiguous().bytes).ToArray();
}
