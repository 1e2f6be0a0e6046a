using Pipeline.Core.Numerics;

namespace Pipeline.Synthesis.Matching;

/// <summary>One step of a path: the head W_t and the mean gradient seen there, both [rows][d].</summary>
public sealed record PathStep(double[][] Head, double[][] Gradient);

/// <summary>Full-batch steps of the head from W = 0: W_{t+1} = W_t - rate * gradient(W_t). docs/synthesis.md, section 2.</summary>
public static class GradientPath
{
    /// <summary>Follows whatever gradient the oracle gives: the exact one, or a noisy one that is paid for.</summary>
    /// <param name="rows">Rows of W.</param>
    /// <param name="dimensions">Length of phi.</param>
    /// <param name="steps">T.</param>
    /// <param name="rate">Learning rate.</param>
    /// <param name="gradient">Mean gradient at a head, [rows][d].</param>
    public static IReadOnlyList<PathStep> Follow(int rows, int dimensions, int steps, double rate, Func<double[][], double[][]> gradient)
    {
        var path = new List<PathStep>(steps);
        var head = Dense.Zeros(rows, dimensions);
        for (var t = 0; t < steps; t++)
        {
            var here = gradient(head);
            path.Add(new PathStep(head, here));
            head = head.Select(row => (double[])row.Clone()).ToArray();
            for (var r = 0; r < rows; r++) Dense.AddScaled(head[r], -rate, here[r]);
        }
        return path;
    }

    /// <summary>W*: the mean head of the last half, which averages the noise of the steps.</summary>
    public static double[][] LastHalfMean(IReadOnlyList<PathStep> path)
    {
        var last = path.Skip(path.Count / 2).ToList();
        var mean = Dense.Zeros(last[0].Head.Length, last[0].Head[0].Length);
        foreach (var step in last)
            for (var r = 0; r < mean.Length; r++) Dense.AddScaled(mean[r], 1.0 / last.Count, step.Head[r]);
        return mean;
    }
}
