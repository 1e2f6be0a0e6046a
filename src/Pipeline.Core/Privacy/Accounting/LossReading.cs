using Pipeline.Core.Numerics;

namespace Pipeline.Core.Privacy.Accounting;

/// <summary>
/// One way to read an account's losses as numbers: in closed form where there is one, else by their composition. Each reading is
/// a bound by itself, so the least of several is one.
/// </summary>
internal sealed class LossReading
{
    private readonly IReadOnlyList<PrivacyStep> merged;
    private readonly Lazy<IReadOnlyList<LossComposition>> compositions;

    public LossReading(IReadOnlyList<PrivacyStep> steps)
    {
        merged = Merged(steps);
        compositions = new(() => merged.All(step => step.Loss.Symmetric)
            ? [new LossComposition(merged, Direction.Remove)]
            : [new LossComposition(merged, Direction.Remove), new LossComposition(merged, Direction.Add)]);
    }

    /// <summary>delta at an epsilon of at least 0.</summary>
    public double Delta(double epsilon)
    {
        if (merged.Count == 0) return 0;
        if (merged.Any(step => step.Loss.ProvesNothing)) return 1;
        if (epsilon >= PureEpsilon) return 0;
        if (merged is [{ Times: 1 } only]) return only.Loss.Delta(epsilon);
        if (merged is [{ Loss: PureLoss pure } equal]) return PureComposition.Delta(pure.PureEpsilon, equal.Times, epsilon);
        return compositions.Value.Max(composition => composition.Delta(epsilon));
    }

    /// <summary>The least epsilon found whose delta is at most that given.</summary>
    public double Epsilon(double delta)
    {
        if (merged.Count == 0 || delta >= 1) return 0;
        if (merged.Any(step => step.Loss.ProvesNothing)) return double.PositiveInfinity;
        if (delta == 0) return PureEpsilon;
        if (merged is [{ Loss: PureLoss pure } equal]) return PureComposition.Optimal(pure.PureEpsilon, equal.Times, delta);
        if (merged is not [{ Times: 1 } only]) return Math.Min(PureEpsilon, compositions.Value.Max(composition => composition.Epsilon(delta)));
        return only.Loss switch
        {
            GaussianLoss gaussian => GaussianPrivacy.Epsilon(gaussian.Mu, delta),
            ZeroConcentratedLoss concentrated => ZeroConcentrated.Epsilon(concentrated.Rho, delta).Epsilon,
            RenyiLoss renyi => Renyi.Epsilon(renyi.Orders, renyi.Divergences, delta).Epsilon,
            _ => Bisected(only.Loss, delta),
        };
    }

    /// <summary>What pure differential privacy proves of all: epsilons add up.</summary>
    private double PureEpsilon => merged.Sum(step => step.Times * step.Loss.PureEpsilon);

    private static double Bisected(PrivacyLoss loss, double delta)
    {
        if (loss.Delta(0) <= delta) return 0;
        double low = 0, high = 1;
        while (loss.Delta(high) > delta)
        {
            if (high > 1e9) return double.PositiveInfinity;
            high *= 2;
        }
        while (true)
        {
            var middle = low + (high - low) / 2;
            if (middle <= low || middle >= high) return high;
            if (loss.Delta(middle) <= delta) high = middle;
            else low = middle;
        }
    }

    /// <summary>Losses that compose in closed form become one: all Gaussian ones, all concentrated ones, Rényi curves at the same orders.</summary>
    private static IReadOnlyList<PrivacyStep> Merged(IReadOnlyList<PrivacyStep> steps)
    {
        var gaussian = steps.Where(step => step.Loss is GaussianLoss).Sum(step => step.Times * Square(((GaussianLoss)step.Loss).Mu));
        var rho = steps.Where(step => step.Loss is ZeroConcentratedLoss).Sum(step => step.Times * ((ZeroConcentratedLoss)step.Loss).Rho);
        var renyi = steps.Where(step => step.Loss is RenyiLoss).GroupBy(step => string.Join(' ', ((RenyiLoss)step.Loss).Orders))
            .Select(same => new PrivacyStep(same.Select(step => ((RenyiLoss)step.Loss).Times(step.Times))
                .Aggregate((one, other) => new RenyiLoss(one.Orders, [.. one.Divergences.Zip(other.Divergences, (a, b) => a + b)]))));
        return
        [
            .. gaussian > 0 ? [new PrivacyStep(new GaussianLoss(Math.Sqrt(gaussian)))] : Array.Empty<PrivacyStep>(),
            .. rho > 0 ? [new PrivacyStep(new ZeroConcentratedLoss(rho))] : Array.Empty<PrivacyStep>(),
            .. renyi,
            .. steps.Where(step => step.Loss is not (GaussianLoss or ZeroConcentratedLoss or RenyiLoss)),
        ];
    }

    private static double Square(double x) => x * x;
}
