using Pipeline.Core.Corpora;
using Pipeline.Core.Numerics;
using Pipeline.Core.Privacy;
using Pipeline.Synthesis.Matching;

namespace Pipeline.Synthesis.Mechanisms;

/// <summary>
/// Releases the gradients of the label head on private texts, with noise: the sums of phi and the size of each class at
/// W = 0, then T full-batch steps of the total gradient. All that synthesis ever learns of the private text.
/// docs/synthesis.md, section 2; GRADMM (ICML 2025); privacy: <see cref="GridGaussian"/> and <see cref="GaussianPrivacy"/>.
/// </summary>
public sealed class NoisyGradientPath : Mechanism<GradientTarget>
{
    internal const string MechanismName = "noisy-gradient-path";

    private readonly Private<LabelledVectors> vectors;
    private readonly PathPrivacy privacy;
    private readonly PathShape shape;
    private readonly INoiseSource noise;
    private readonly PathPlan plan;

    /// <summary>Plans the noise; nothing private is opened before <see cref="Mechanism{TReleased}.Run"/>.</summary>
    /// <param name="vectors">phi, label and unit of every private record; phi of length <see cref="PathShape.Dimensions"/>.</param>
    /// <param name="privacy">What is asked; the claim's epsilon is at most that.</param>
    /// <param name="shape">Classes, dimensions, steps.</param>
    /// <param name="noise">Random bits; only <see cref="OperatingSystemNoise"/> passes a shipped policy.</param>
    /// <exception cref="Core.Inputs.BadInputException">The privacy asked for makes no sense.</exception>
    public NoisyGradientPath(Private<LabelledVectors> vectors, PathPrivacy privacy, PathShape shape, INoiseSource noise)
        : this(vectors, new PathPlan(privacy, shape, noise.Origin), noise)
    {
    }

    /// <summary>Runs a plan that was made, and perhaps paid for, before the vectors were computed.</summary>
    /// <exception cref="ArgumentException">The plan says that its noise comes from elsewhere.</exception>
    public NoisyGradientPath(Private<LabelledVectors> vectors, PathPlan plan, INoiseSource noise)
    {
        if (plan.Claim.Noise != noise.Origin) throw new ArgumentException("The plan's claim names another origin of noise.", nameof(noise));
        this.vectors = vectors;
        this.noise = noise;
        this.plan = plan;
        (privacy, shape) = (plan.Privacy, plan.Shape);
    }

    /// <inheritdoc/>
    public override string Name => MechanismName;

    /// <inheritdoc/>
    public override PrivacyClaim Claim => plan.Claim;

    /// <inheritdoc/>
    protected override GradientTarget Release(CancellationToken cancellation)
    {
        var opened = Open(vectors);
        if (opened.Vectors.Any(phi => phi.Length != shape.Dimensions) || opened.Labels.Any(label => label < 0 || label >= shape.Classes)
            || opened.Labels.Length != opened.Count || opened.Units.Length != opened.Count)
        {
            throw new InvalidOperationException("Vectors, labels and units do not have the shape the mechanism was planned for.");
        }
        var units = UnitRecords.Limit(opened.Units, privacy.RecordsPerUnit, noise);

        var (means, sizes) = ClassMeans(Noised(plan.Start, shape.Classes * (shape.Dimensions + 1), units, i => Start(opened, i), cancellation));
        var total = sizes.Sum();
        var path = GradientPath.Follow(plan.Rows, shape.Dimensions, shape.Steps, shape.LearningRate, head =>
        {
            var sum = Noised(plan.Step, plan.Rows * shape.Dimensions, units, i => HeadGradient.Of(head, opened.Vectors[i], opened.Labels[i]), cancellation);
            return [.. Enumerable.Range(0, plan.Rows).Select(r => sum[(r * shape.Dimensions)..((r + 1) * shape.Dimensions)].Select(x => x / total).ToArray())];
        });
        return new GradientTarget(means, sizes, HeadGradient.ClassRows(GradientPath.LastHalfMean(path)), path);
    }

    /// <summary>The only place where sums meet noise: each unit's contribution is clipped as a whole.</summary>
    private double[] Noised(GridGaussian grid, int length, IReadOnlyList<int[]> units, Func<int, double[]> contribution, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var sum = new long[length];
        var unit = new double[length];
        foreach (var records in units)
        {
            Array.Clear(unit);
            foreach (var i in records) Dense.AddScaled(unit, 1, contribution(i));
            grid.Add(sum, unit);
        }
        return grid.Release(sum, noise, cancellation);
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
