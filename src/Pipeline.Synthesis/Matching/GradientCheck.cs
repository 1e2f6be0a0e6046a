using Pipeline.Core.Numerics;

namespace Pipeline.Synthesis.Matching;

/// <summary>
/// Whether the synthetic texts pull a head the way the private ones did: cosines between their mean gradient and the noisy
/// one, classes weighted by the target's sizes. 1 is the same direction; the target's own noise keeps it below.
/// </summary>
/// <param name="AtZero">Cosine of mean phi and target, for each class.</param>
/// <param name="AlongPath">Cosine of the total gradients at each W_t.</param>
public sealed record GradientCheck(IReadOnlyList<double> AtZero, IReadOnlyList<double> AlongPath)
{
    /// <summary>Checks labelled synthetic texts; every class must have at least one.</summary>
    public static GradientCheck Of(GradientTarget target, double[][] phi, int[] labels)
    {
        var counts = Enumerable.Range(0, target.Classes).Select(c => labels.Count(label => label == c)).ToArray();
        if (counts.Contains(0)) throw new ArgumentException("A class has no synthetic text.", nameof(labels));
        var total = target.Sizes.Sum();
        var weights = labels.Select(label => target.Sizes[label] / total / counts[label]).ToArray();
        var atZero = Enumerable.Range(0, target.Classes).Select(c => Cosine([Mean(phi, labels, c)], [target.Means[c]]));
        var along = target.Path.Select(step => Cosine(HeadGradient.Mean(step.Head, phi, labels, weights), step.Gradient));
        return new GradientCheck([.. atZero], [.. along]);
    }

    /// <summary>What is left between the texts of one class and its target: |mean phi - t|^2 / |t|^2.</summary>
    public static double Residual(GradientTarget target, double[][] phi, int[] labels, int label)
    {
        var away = Mean(phi, labels, label);
        Dense.AddScaled(away, -1, target.Means[label]);
        return Dense.Dot(away, away) / Dense.Dot(target.Means[label], target.Means[label]);
    }

    private static double[] Mean(double[][] phi, int[] labels, int label)
    {
        var rows = phi.Where((_, i) => labels[i] == label).ToList();
        var mean = new double[rows[0].Length];
        foreach (var row in rows) Dense.AddScaled(mean, 1.0 / rows.Count, row);
        return mean;
    }

    /// <summary>0 when either side is zero: no direction agrees with none.</summary>
    private static double Cosine(double[][] x, double[][] y)
    {
        var norms = Dense.Norm(x) * Dense.Norm(y);
        return norms > 0 ? x.Zip(y, (a, b) => Dense.Dot(a, b)).Sum() / norms : 0;
    }
}
