using Pipeline.Core.Corpora;
using Pipeline.Core.Numerics;
using Pipeline.Core.Privacy;
using Pipeline.Synthesis.Matching;
using Pipeline.Synthesis.Mechanisms;

namespace Pipeline.Synthesis.Attacks;

/// <summary>
/// The worst made-up data for the noisy gradient path that we know. Canaries own more records than are used, of four times the
/// length that a feature map gives, so that only clip and limit hold their contribution down to the bound; they all point one
/// way, and it is along every coordinate. Where units are added or removed, public records of the same direction and another
/// label keep the head sure and wrong about canaries, so that their residual stays greatest at every step. Where a unit is
/// replaced, public records of every label keep the head undecided instead, and canary and stand-in point opposite ways.
/// </summary>
internal sealed class PathWorlds : IShadowWorlds
{
    private const int CanaryLabel = 1;

    private const double CanaryLength = 4;

    /// <summary>Records of a canary beyond those that may be used.</summary>
    private const int MoreRecords = 2;

    /// <summary>k mu that groups aim at: where the rates are best told apart with the fewest repetitions.</summary>
    private const double AimedAt = 2;

    private readonly PathPlan plan;
    private readonly Func<int, ShadowPath> mechanism;
    private readonly IReadOnlyList<MadeUpUnits> publicKinds;
    private readonly MadeUpUnits canary;
    private readonly MadeUpUnits? standIn;
    private readonly MadeUp<LabelledVectors> with;
    private readonly MadeUp<LabelledVectors> without;

    public PathWorlds(PathPlan plan, Func<int, ShadowPath> mechanism)
    {
        (this.plan, this.mechanism) = (plan, mechanism);
        Group = GroupFor(plan.Claim.Mu);
        canary = new MadeUpUnits(Group, plan.Privacy.RecordsPerUnit + MoreRecords, CanaryLabel, CanaryLength);
        standIn = plan.Privacy.Neighbours == Neighbours.ReplaceOneUnit ? canary with { Length = -CanaryLength } : null;
        publicKinds = standIn is null ? Sure() : Undecided();
        with = MadeUp.Vectors(plan.Shape.Dimensions, [.. publicKinds, canary]);
        without = MadeUp.Vectors(plan.Shape.Dimensions, standIn is null ? publicKinds : [.. publicKinds, standIn]);
    }

    public int Group { get; }

    public int Coordinates => plan.Shape.Dimensions + 1 + plan.Shape.Steps * plan.Rows * plan.Shape.Dimensions;

    /// <summary>Elementary steps of one repetition: a noisy number takes some hundred, a record's number in a sum some.</summary>
    public double Steps => 400.0 * plan.Shape.Coordinates + 4.0 * with.Value.Count * (plan.Shape.Steps + 1) * plan.Rows * plan.Shape.Dimensions;

    /// <summary>Canaries in or out together.</summary>
    public static int GroupFor(double mu) => Math.Max(1, (int)Math.Round(AimedAt / mu));

    public Observation Observe(int repetition, bool isWith, CancellationToken cancellation)
    {
        var target = mechanism(repetition).Run(isWith ? with : without, cancellation);
        var (residual, signal) = (new double[Coordinates], new double[Coordinates]);
        var row = plan.Shape.Dimensions + 1;
        Start(target, residual.AsSpan(0, row), signal.AsSpan(0, row));
        var length = plan.Rows * plan.Shape.Dimensions;
        for (var t = 0; t < plan.Shape.Steps; t++)
            Step(target, t, residual.AsSpan(row + t * length, length), signal.AsSpan(row + t * length, length));
        return new Observation(residual, signal);
    }

    /// <summary>Sum of phi and count of the canaries' class. The sum is mean times size again, since enough records keep it shorter than the size.</summary>
    private void Start(GradientTarget target, Span<double> residual, Span<double> signal)
    {
        var size = target.Sizes[CanaryLabel];
        Dense.AddScaled(residual[..^1], size, target.Means[CanaryLabel]);
        residual[^1] = size * plan.Shape.CountWeight;
        Subtract(residual, signal, plan.Start, kind =>
        {
            var stacked = new double[plan.Shape.Dimensions + 1];
            if (kind.Label != CanaryLabel) return stacked;
            Dense.AddScaled(stacked.AsSpan(0, plan.Shape.Dimensions), kind.Length, MadeUp.Direction(plan.Shape.Dimensions));
            stacked[^1] = plan.Shape.CountWeight;
            return stacked;
        });
    }

    private void Step(GradientTarget target, int t, Span<double> residual, Span<double> signal)
    {
        var (total, d, at) = (target.Sizes.Sum(), plan.Shape.Dimensions, target.Path[t]);
        for (var r = 0; r < plan.Rows; r++) Dense.AddScaled(residual.Slice(r * d, d), total, at.Gradient[r]);
        Subtract(residual, signal, plan.Step, kind =>
        {
            var phi = MadeUp.Direction(d);
            Dense.AddScaled(phi, kind.Length - 1, MadeUp.Direction(d));
            return HeadGradient.Of(at.Head, phi, kind.Label);
        });
    }

    /// <summary>Takes the public part and the middle of both worlds off the residual, and writes their difference.</summary>
    private void Subtract(Span<double> residual, Span<double> signal, GridGaussian grid, Func<MadeUpUnits, double[]> record)
    {
        foreach (var kind in publicKinds) Dense.AddScaled(residual, -kind.Units, Unit(kind));
        Dense.AddScaled(signal, Group, Unit(canary));
        Dense.AddScaled(residual, -.5 * Group, Unit(canary));
        if (standIn is null) return;
        Dense.AddScaled(signal, -Group, Unit(standIn));
        Dense.AddScaled(residual, -.5 * Group, Unit(standIn));

        // A unit's contribution as the plan says it is bounded.
        double[] Unit(MadeUpUnits kind)
        {
            var records = Math.Min(kind.RecordsEach, plan.Privacy.RecordsPerUnit);
            var sum = Array.ConvertAll(record(kind), x => x * records);
            var most = grid.Bound * grid.Step;
            var norm = Dense.Norm(sum);
            return norm > most ? Array.ConvertAll(sum, x => x * most / norm) : sum;
        }
    }

    /// <summary>Enough records of label 0 in the canaries' direction that the noise of a step moves the head less than they hold it.</summary>
    private List<MadeUpUnits> Sure()
    {
        const double MostNoise = .7;
        return [new((int)Math.Ceiling(plan.Shape.LearningRate * StepDeviation / MostNoise), 1, 0, 1), new(Silent, 1, CanaryLabel, 0)];
    }

    /// <summary>Records of every label in the canaries' direction that pull the head back to zero by half its distance at each step, among silent ones.</summary>
    private List<MadeUpUnits> Undecided()
    {
        const double MostNoise = .3;
        const double PulledBack = .5;
        var total = Math.Max(Silent, plan.Shape.LearningRate * StepDeviation / MostNoise);
        var curvature = plan.Rows == 1 ? .25 : 1.0 / plan.Shape.Classes;
        var share = Math.Min(.8, PulledBack / (plan.Shape.LearningRate * curvature));
        var each = Math.Max(1, (int)(share * total / plan.Shape.Classes));
        return [.. Enumerable.Range(0, plan.Shape.Classes).Select(label => new MadeUpUnits(each, 1, label, 1)), new((int)Math.Ceiling((1 - share) * total), 1, CanaryLabel, 0)];
    }

    /// <summary>Records of the canaries' label that show nothing but their count, so that the noisy sum of the class is shorter than its noisy size.</summary>
    private int Silent => (int)Math.Ceiling(2 * StartDeviation * Math.Sqrt(plan.Shape.Dimensions) + 5 * StartDeviation / plan.Shape.CountWeight) + 2 * Group;

    private double StartDeviation => plan.Start.Scale * plan.Start.Step;

    private double StepDeviation => plan.Step.Scale * plan.Step.Step;
}
