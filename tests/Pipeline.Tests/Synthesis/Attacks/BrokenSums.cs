using Pipeline.Core.Numerics;
using Pipeline.Core.Privacy;
using Pipeline.Synthesis.Mechanisms;

namespace Pipeline.Tests.Synthesis.Attacks;

/// <summary>Half of the noise that is claimed.</summary>
internal sealed class HalfTheNoise(GridGaussian grid) : INoisySum
{
    public void Add(Span<long> sum, ReadOnlySpan<double> contribution) => grid.Add(sum, contribution);

    public double[] Release(ReadOnlySpan<long> sum, INoiseSource noise, CancellationToken cancellation)
    {
        var released = new double[sum.Length];
        for (var j = 0; j < sum.Length; j++) released[j] = (sum[j] + DiscreteGaussian.Sample(grid.Scale / 2, noise)) * grid.Step;
        return released;
    }
}

/// <summary>Clips at another length than the noise was planned for: the sensitivity was worked out wrongly, or there is no clip at all.</summary>
internal sealed class WronglyClipped(GridGaussian grid, double times) : INoisySum
{
    public void Add(Span<long> sum, ReadOnlySpan<double> contribution)
    {
        var (most, norm) = (times * grid.Bound * grid.Step, Dense.Norm(contribution));
        var shrink = norm > most ? most / norm : 1;
        for (var j = 0; j < sum.Length; j++) sum[j] += (long)(contribution[j] * shrink / grid.Step);
    }

    public double[] Release(ReadOnlySpan<long> sum, INoiseSource noise, CancellationToken cancellation) => grid.Release(sum, noise, cancellation);
}

/// <summary>No noise on some coordinates.</summary>
internal sealed class PartlyNoised(GridGaussian grid, Func<int, bool> noised) : INoisySum
{
    public void Add(Span<long> sum, ReadOnlySpan<double> contribution) => grid.Add(sum, contribution);

    public double[] Release(ReadOnlySpan<long> sum, INoiseSource noise, CancellationToken cancellation)
    {
        var released = grid.Release(sum, noise, cancellation);
        for (var j = 0; j < sum.Length; j++)
            if (!noised(j)) released[j] = sum[j] * grid.Step;
        return released;
    }
}

/// <summary>One sample for all coordinates.</summary>
internal sealed class OneSampleForAll(GridGaussian grid) : INoisySum
{
    public void Add(Span<long> sum, ReadOnlySpan<double> contribution) => grid.Add(sum, contribution);

    public double[] Release(ReadOnlySpan<long> sum, INoiseSource noise, CancellationToken cancellation)
    {
        var sample = DiscreteGaussian.Sample(grid.Scale, noise);
        var released = new double[sum.Length];
        for (var j = 0; j < sum.Length; j++) released[j] = (sum[j] + sample) * grid.Step;
        return released;
    }
}
