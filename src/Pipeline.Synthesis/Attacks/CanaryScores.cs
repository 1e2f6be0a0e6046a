using Pipeline.Core.Numerics;
using Pipeline.Synthesis.Matching;
using Pipeline.Synthesis.Mechanisms;

namespace Pipeline.Synthesis.Attacks;

/// <summary>
/// What the released path says of each canary: the inner product of the released sums with the canary's own contribution, over the
/// variance of the noise, added up over all releases. Each contribution is taken less the mean of its label's canaries and without
/// the directions of all labels' means: what canaries share with the private records, whose sums are in the release too, would
/// otherwise drown what is their own.
/// </summary>
public static class CanaryScores
{
    /// <summary>One score a canary: a higher one says that it was put in.</summary>
    /// <param name="target">What was released.</param>
    /// <param name="plan">Its plan: noise and bounds are public.</param>
    /// <param name="phi">The canaries' feature vectors.</param>
    /// <param name="labels">Their labels.</param>
    public static double[] Of(GradientTarget target, PathPlan plan, double[][] phi, IReadOnlyList<int> labels)
    {
        var scores = new double[phi.Length];
        var start = target.Means.Select((mean, c) => Array.ConvertAll(mean, x => x * target.Sizes[c])).ToArray();
        Add(scores, plan.Start, i => phi[i], i => start[labels[i]], labels);
        var total = target.Sizes.Sum();
        foreach (var step in target.Path)
        {
            var sum = step.Gradient.SelectMany(row => row).Select(x => x * total).ToArray();
            Add(scores, plan.Step, i => HeadGradient.Of(step.Head, phi[i], labels[i]), _ => sum, labels);
        }
        return scores;
    }

    private static void Add(double[] scores, GridGaussian grid, Func<int, double[]> contribution, Func<int, double[]> released, IReadOnlyList<int> labels)
    {
        var deviation = grid.Scale * grid.Step;
        var own = Enumerable.Range(0, scores.Length).Select(contribution).Select(one => (double[])one.Clone()).ToArray();
        var means = Enumerable.Range(0, scores.Length).GroupBy(i => labels[i]).ToDictionary(label => label.Key, label =>
        {
            var mean = new double[own[0].Length];
            foreach (var i in label) Dense.AddScaled(mean, 1.0 / label.Count(), own[i]);
            return mean;
        });
        var shared = Orthonormal(means.OrderBy(mean => mean.Key).Select(mean => mean.Value));
        for (var i = 0; i < scores.Length; i++)
        {
            Dense.AddScaled(own[i], -1, means[labels[i]]);
            foreach (var direction in shared) Dense.AddScaled(own[i], -Dense.Dot(direction, own[i]), direction);
            scores[i] += Dense.Dot(released(i), own[i]) / (deviation * deviation);
        }
    }

    /// <summary>Gram and Schmidt; what lies within the others, or is nothing, is left out.</summary>
    private static List<double[]> Orthonormal(IEnumerable<double[]> vectors)
    {
        const double LeastLeft = 1e-6;
        var basis = new List<double[]>();
        foreach (var vector in vectors)
        {
            var (left, before) = ((double[])vector.Clone(), Dense.Norm(vector));
            foreach (var direction in basis) Dense.AddScaled(left, -Dense.Dot(direction, left), direction);
            var norm = Dense.Norm(left);
            if (norm > LeastLeft * before) basis.Add(Array.ConvertAll(left, x => x / norm));
        }
        return basis;
    }
}
