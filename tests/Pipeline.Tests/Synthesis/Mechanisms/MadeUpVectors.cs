using Pipeline.Core.Corpora;
using Pipeline.Core.Numerics;

namespace Pipeline.Tests.Synthesis.Mechanisms;

/// <summary>Made-up feature vectors: class centres with a spread, a constant coordinate, no longer than 1.</summary>
internal static class MadeUpVectors
{
    public static LabelledVectors Of(int count, int classes, int seed = 1, int dimensions = 9, int recordsPerUnit = 1)
    {
        var random = new Random(seed);
        var labels = Enumerable.Range(0, count).Select(i => i % classes).ToArray();
        var vectors = labels.Select(label =>
        {
            var phi = Enumerable.Range(0, dimensions).Select(j => j == label ? .6 : .15 * (random.NextDouble() * 2 - 1)).ToArray();
            phi[^1] = .5;
            var norm = Math.Max(1, Dense.Norm(phi));
            return phi.Select(x => x / norm).ToArray();
        }).ToArray();
        return new LabelledVectors(vectors, labels, [.. Enumerable.Range(0, count).Select(i => $"u{i / recordsPerUnit}")]);
    }

    public static LabelledVectors With(this LabelledVectors some, double[][] vectors, int[] labels, string unit) =>
        new([.. some.Vectors, .. vectors], [.. some.Labels, .. labels], [.. some.Units, .. vectors.Select(_ => unit)]);
}
