using Pipeline.Core.Corpora;
using Pipeline.Core.Numerics;
using Pipeline.Synthesis.Matching;

namespace Pipeline.Synthesis.Mechanisms;

/// <summary>
/// The computation of <see cref="NoisyGradientPath"/>, apart from the question of whose vectors it is done on: the mechanism
/// opens private ones and is paid for, <see cref="ShadowPath"/> takes made-up ones. One code, so that an attack on the one is an
/// attack on the other.
/// </summary>
internal sealed class PathRelease(PathPlan plan, INoisySum start, INoisySum step, INoiseSource noise)
{
    private readonly PathShape shape = plan.Shape;

    /// <summary>With the noise that was planned.</summary>
    public PathRelease(PathPlan plan, INoiseSource noise)
        : this(plan, plan.Start, plan.Step, noise)
    {
    }

    /// <summary>The noisy path of opened vectors.</summary>
    /// <exception cref="InvalidOperationException">They do not have the planned shape.</exception>
    public GradientTarget Of(LabelledVectors opened, CancellationToken cancellation)
    {
        if (opened.Vectors.Any(phi => phi.Length != shape.Dimensions) || opened.Labels.Any(label => label < 0 || label >= shape.Classes)
            || opened.Labels.Length != opened.Count || opened.Units.Length != opened.Count)
        {
            throw new InvalidOperationException("Vectors, labels and units do not have the shape the mechanism was planned for.");
        }
        var units = UnitRecords.Limit(opened.Units, plan.Privacy.RecordsPerUnit, noise);

        var (means, sizes) = ClassMeans(Noised(start, shape.Classes * (shape.Dimensions + 1), units, i => Start(opened, i), cancellation));
        var total = sizes.Sum();
        var path = GradientPath.Follow(plan.Rows, shape.Dimensions, shape.Steps, shape.LearningRate, head =>
        {
            var sum = Noised(step, plan.Rows * shape.Dimensions, units, i => HeadGradient.Of(head, opened.Vectors[i], opened.Labels[i]), cancellation);
            return [.. Enumerable.Range(0, plan.Rows).Select(r => sum[(r * shape.Dimensions)..((r + 1) * shape.Dimensions)].Select(x => x / total).ToArray())];
        });
        return new GradientTarget(means, sizes, HeadGradient.ClassRows(GradientPath.LastHalfMean(path)), path);
    }

    /// <summary>The only place where sums meet noise: each unit's contribution is clipped as a whole.</summary>
    private double[] Noised(INoisySum bounded, int length, IReadOnlyList<int[]> units, Func<int, double[]> contribution, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var sum = new long[length];
        var unit = new double[length];
        foreach (var records in units)
        {
            Array.Clear(unit);
            foreach (var i in records) Dense.AddScaled(unit, 1, contribution(i));
            bounded.Add(sum, unit);
        }
        return bounded.Release(sum, noise, cancellation);
    }

    /// <summary>[phi, c0] at the record's class, zero elsewhere: at W = 0 every gradient is a fixed multiple of phi.</summary>
    private double[] Start(LabelledVectors opened, int i)
    {
        var stacked = new double[shape.Classes * (shape.Dimensions + 1)];
        var at = opened.Labels[i] * (shape.Dimensions + 1);
        opened.Vectors[i].CopyTo(stacked, at);
        stacked[at + shape.Dimensions] = shape.CountWeight;
        return stacked;
    }

    /// <summary>Noisy sums over noisy sizes. A size is never less than its own noise, and a mean never longer than phi can be.</summary>
    private (double[][] Means, double[] Sizes) ClassMeans(double[] noisy)
    {
        var least = Math.Max(1, plan.Start.Scale * plan.Start.Step / shape.CountWeight);
        var (means, sizes) = (new double[shape.Classes][], new double[shape.Classes]);
        for (var c = 0; c < shape.Classes; c++)
        {
            var row = noisy.AsSpan(c * (shape.Dimensions + 1), shape.Dimensions + 1);
            sizes[c] = Math.Max(least, row[^1] / shape.CountWeight);
            var mean = row[..^1].ToArray();
            var scale = 1 / Math.Max(sizes[c], Dense.Norm(mean));
            means[c] = Array.ConvertAll(mean, x => x * scale);
        }
        return (means, sizes);
    }
}
