using Pipeline.Core.Numerics;

namespace Pipeline.Audits.Usefulness;

/// <summary>
/// How much of what the private texts are about a set of texts reaches (Naeem et al., "Reliable Fidelity and Diversity
/// Metrics for Generative Models", ICML 2020): a private text is covered when one of the set's texts is nearer to it than its
/// own k-th nearest private neighbour. Of unit vectors, so that nearer means a greater cosine.
/// </summary>
internal sealed class Coverage
{
    /// <summary>Their k.</summary>
    public const int Neighbours = 5;

    /// <summary>Private texts it is measured on: all pairs of them are compared.</summary>
    public const int MostTexts = 2000;

    private readonly double[][] real;
    private readonly double[] reach;

    private Coverage(double[][] real, double[] reach)
    {
        this.real = real;
        this.reach = reach;
    }

    /// <summary>Measures how near each private text's k-th neighbour is.</summary>
    /// <param name="real">Unit vectors, more than <see cref="Neighbours"/> of them or nothing can be covered.</param>
    /// <param name="cancellation">Checked before each text.</param>
    public static Coverage Among(double[][] real, CancellationToken cancellation)
    {
        var reaches = new double[real.Length];
        for (var i = 0; i < real.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            var nearest = real.Where((_, j) => j != i).Select(other => Dense.Dot(real[i], other)).OrderDescending().Skip(Neighbours - 1);
            reaches[i] = nearest.FirstOrDefault(double.PositiveInfinity);
        }
        return new Coverage(real, reaches);
    }

    /// <summary>For each private text 1 when the set covers it, else 0.</summary>
    public double[] By(double[][] set) => [.. real.Select((text, i) => Array.Exists(set, other => Dense.Dot(text, other) >= reach[i]) ? 1.0 : 0)];

    /// <summary>Mean distance 1 - cosine over all pairs of a set of unit vectors: 0 when all texts are the same.</summary>
    public static double Spread(double[][] set)
    {
        if (set.Length < 2) return double.NaN;
        var sum = new double[set[0].Length];
        foreach (var vector in set) Dense.AddScaled(sum, 1, vector);
        var ownPairs = set.Sum(vector => Dense.Dot(vector, vector));
        return 1 - (Dense.Dot(sum, sum) - ownPairs) / ((double)set.Length * (set.Length - 1));
    }
}
