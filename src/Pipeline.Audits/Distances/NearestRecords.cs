using Pipeline.Core.Numerics;

namespace Pipeline.Audits.Distances;

/// <summary>Nearest records by comparing all pairs. Golden values: dcr.json.</summary>
public static class NearestRecords
{
    /// <summary>Distances no further apart than this are a tie.</summary>
    public const double Tie = 1e-12;

    /// <summary>For each vector its nearest among the others, in order; on several threads, with the same result.</summary>
    /// <param name="vectors">What is asked about.</param>
    /// <param name="among">Where the nearest is looked for, at least one.</param>
    /// <param name="distance">How far two are apart.</param>
    /// <param name="workers">Threads.</param>
    /// <param name="cancellation">Checked before each vector.</param>
    /// <param name="done">Told how many vectors have been looked at, one number after the other, from any thread.</param>
    public static NearestRecord[] Of(double[][] vectors, double[][] among, VectorDistance distance, int workers, CancellationToken cancellation, Action<int>? done = null)
    {
        ArgumentOutOfRangeException.ThrowIfZero(among.Length, nameof(among));
        double[] norms = distance == VectorDistance.Cosine ? [.. among.Select(other => Dense.Norm(other))] : [];
        var nearest = new NearestRecord[vectors.Length];
        var (finished, telling) = (0, new Lock());
        Parallel.For(0, vectors.Length, new ParallelOptions { MaxDegreeOfParallelism = workers, CancellationToken = cancellation }, i =>
        {
            // The loop itself looks only when it hands out more work.
            cancellation.ThrowIfCancellationRequested();
            nearest[i] = One(vectors[i], among, norms, distance);
            if (done is null) return;
            lock (telling) done(++finished);
        });
        return nearest;
    }

    private static NearestRecord One(double[] vector, double[][] among, double[] norms, VectorDistance distance)
    {
        var norm = distance == VectorDistance.Cosine ? Dense.Norm(vector) : 0;
        double first = double.PositiveInfinity, second = double.PositiveInfinity;
        var index = 0;
        for (var j = 0; j < among.Length; j++)
        {
            var apart = distance == VectorDistance.Cosine ? Cosine(vector, norm, among[j], norms[j]) : Euclidean(vector, among[j]);
            if (apart < first - Tie) (first, second, index) = (apart, first, j);
            else second = Math.Min(second, apart);
        }
        return new NearestRecord(first, index, among.Length > 1 ? second : double.NaN);
    }

    private static double Euclidean(double[] a, double[] b)
    {
        var sum = 0.0;
        for (var k = 0; k < a.Length; k++) sum += (a[k] - b[k]) * (a[k] - b[k]);
        return Math.Sqrt(sum);
    }

    private static double Cosine(double[] a, double normOfA, double[] b, double normOfB)
    {
        if (normOfA == 0 || normOfB == 0) return normOfA == normOfB ? 0 : 1;
        var apart = 1 - Dense.Dot(a, b) / (normOfA * normOfB);
        return Math.Abs(apart) < Tie ? 0 : apart;
    }
}
