namespace Pipeline.Synthesis.Mechanisms;

/// <summary>
/// Sums of bounded vectors with discrete Gaussian noise on a grid whose step is a power of two. Every unit's contribution
/// is rounded toward zero onto the grid and clipped there, in integers, so its length in steps provably never exceeds
/// <see cref="Bound"/>: the sensitivity includes rounding and no floating-point error can pass it. From then on all is
/// integer addition, exact and in any order.
/// </summary>
/// <remarks>
/// Privacy. Let M be the integer sum f plus N_Z(0, s^2) on each coordinate and M' the same with N(0, s^2) rounded to the nearest
/// integer. As f is an integer vector, M' = round(f + N(0, s^2)): post-processing of a Gaussian release, and so exactly as
/// private as that one, with noise multiplier s / sensitivity. M and M' are close. With g the density of N(0, s^2), the
/// midpoint rule's Peano kernel K(u) = (1/2 - |u|)^2 / 2, at most 1/8, gives
/// sum_k |integral_{k-1/2}^{k+1/2} g - g(k)| &lt;= 1/8 integral |g''| = 1/8 * 4 max |g'| = e^(-1/2) / (2 sqrt(2 pi) s^2) &lt; .1210 / s^2,
/// and by Poisson summation the sum of g over the integers differs from 1 by less than 4 e^(-2 pi^2 s^2). Half of both together:
/// the total variation distance of one coordinate is below 1 / (16 s^2) for s &gt;= 2, whatever f is. Over all coordinates of all
/// adaptive releases it adds up to at most tau = coordinates / (16 s^2), hence
/// P[M(D) in S] &lt;= P[M'(D) in S] + tau &lt;= e^epsilon (P[M(D') in S] + tau) + delta_Gauss + tau:
/// M is (epsilon, delta_Gauss(epsilon) + (1 + e^epsilon) tau)-private.
/// </remarks>
public sealed class GridGaussian : INoisySum
{
    /// <summary>The noise has at least 2^38 grid steps, which keeps tau below 1e-20 for thousands of coordinates.</summary>
    public const int ScaleBits = 38;

    /// <summary>A length squared that doubles find below so much of the bound is below the bound.</summary>
    private const double Surely = 1 - 1e-6;

    /// <summary>Plans noise of at least a multiplier.</summary>
    /// <param name="bound">Greatest length of one unit's contribution.</param>
    /// <param name="multiplier">Standard deviation over sensitivity that is wanted at least.</param>
    /// <param name="changes">How many bounds two neighbouring data sets can differ by: 1 for adding or removing, 2 for replacing.</param>
    public GridGaussian(double bound, double multiplier, int changes)
    {
        if (!(bound > 0 && multiplier > 0 && double.IsFinite(bound * multiplier)))
            throw new ArgumentOutOfRangeException(nameof(multiplier), "Bound and multiplier must be positive and finite.");
        ArgumentOutOfRangeException.ThrowIfLessThan(changes, 1);
        Step = Math.ScaleB(1, Math.ILogB(bound * multiplier * changes) - ScaleBits);
        if (!(bound / Step is >= 1 and < 1L << 52))
            throw new ArgumentOutOfRangeException(nameof(multiplier), multiplier, "A multiplier between 1e-4 and 1e10 has its place on the grid.");
        Bound = (long)(bound / Step);
        Scale = (long)Math.Ceiling(multiplier * changes * Bound) + 1; // one more, so that no rounding here lowers the multiplier
        Multiplier = Scale / ((double)changes * Bound);
    }

    /// <summary>The grid's step, a power of two.</summary>
    public double Step { get; }

    /// <summary>Greatest length of one unit's contribution, in steps.</summary>
    public long Bound { get; }

    /// <summary>s, the noise's scale in steps.</summary>
    public long Scale { get; }

    /// <summary>The noise multiplier that is really reached.</summary>
    public double Multiplier { get; }

    /// <summary>Total variation distance of so many coordinates from the rounded Gaussian, at any scale this class plans.</summary>
    public static double Slack(long coordinates) => coordinates / (16 * Math.ScaleB(1, 2 * (ScaleBits - 1)));

    /// <summary>Adds one unit's contribution to a sum, rounded and clipped.</summary>
    public void Add(Span<long> sum, ReadOnlySpan<double> contribution)
    {
        var steps = new long[contribution.Length];
        Clip(contribution, steps);
        for (var j = 0; j < steps.Length; j++) sum[j] = checked(sum[j] + steps[j]);
    }

    /// <summary>Rounds toward zero onto the grid and shrinks until the length, in integers, is within <see cref="Bound"/>.</summary>
    private void Clip(ReadOnlySpan<double> contribution, Span<long> steps)
    {
        var rough = 0.0;
        for (var j = 0; j < steps.Length; j++)
        {
            // What is not a number counts as nothing: refusing it would tell that such a record is there.
            var exact = double.IsNaN(contribution[j]) ? 0 : contribution[j] / Step;
            var step = (long)Math.Clamp(exact, -Bound, Bound);
            rough += (double)step * step;
            steps[j] = step;
        }
        // Doubles add up to within 1e-9 for a million coordinates: what is clearly within the bound needs no long integers.
        if (rough < Surely * Bound * Bound) return;
        var most = (Int128)Bound * Bound;
        for (var square = Square(steps); square > most; square = Square(steps))
        {
            var shrink = Math.Sqrt((double)most / (double)square) * (1 - 1e-15);
            foreach (ref var step in steps) step = (long)(step * shrink);
        }
    }

    /// <summary>The sum with noise on every coordinate, in the units of the contributions.</summary>
    public double[] Release(ReadOnlySpan<long> sum, INoiseSource noise, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var released = new double[sum.Length];
        // Only the noisy integer is converted: whatever the conversion rounds is post-processing.
        for (var j = 0; j < sum.Length; j++) released[j] = checked(sum[j] + DiscreteGaussian.Sample(Scale, noise)) * Step;
        return released;
    }

    private static Int128 Square(ReadOnlySpan<long> steps)
    {
        Int128 square = 0;
        foreach (var step in steps) square += (Int128)step * step;
        return square;
    }
}
