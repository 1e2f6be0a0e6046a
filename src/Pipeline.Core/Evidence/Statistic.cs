using Pipeline.Core.Numerics;

namespace Pipeline.Core.Evidence;

/// <summary>A measured number with all that is needed to bound it at any confidence level.</summary>
public abstract record Statistic
{
    private protected Statistic()
    {
    }

    /// <summary>The number itself.</summary>
    public abstract double Estimate { get; }

    /// <summary>How many items it was measured on.</summary>
    public abstract int N { get; }

    /// <summary>One-sided upper confidence bound.</summary>
    public abstract double Upper(double confidence);

    /// <summary>One-sided lower confidence bound.</summary>
    public abstract double Lower(double confidence);

    /// <summary>The least n with which the upper bound could come down to <paramref name="bound"/> at all.</summary>
    public abstract int NeededFor(double bound, double confidence);
}

/// <summary>k of n items have a property; bounds are Clopper-Pearson, exact for a binomial count.</summary>
public sealed record Proportion : Statistic
{
    /// <summary>k of n.</summary>
    /// <exception cref="ArgumentOutOfRangeException">k is negative or above n.</exception>
    public Proportion(int k, int n)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        ArgumentOutOfRangeException.ThrowIfNegative(k);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(k, n);
        K = k;
        N = n;
    }

    /// <summary>Items with the property.</summary>
    public int K { get; }

    /// <inheritdoc/>
    public override int N { get; }

    /// <inheritdoc/>
    public override double Estimate => N == 0 ? double.NaN : (double)K / N;

    /// <inheritdoc/>
    public override double Upper(double confidence) => ClopperPearson.Upper(K, N, confidence);

    /// <inheritdoc/>
    public override double Lower(double confidence) => ClopperPearson.Lower(K, N, confidence);

    /// <inheritdoc/>
    public override int NeededFor(double bound, double confidence) => ClopperPearson.ZeroHitsNeeded(bound, confidence);
}

/// <summary>A number that is known of this candidate, such as a maximum over all its texts: a census, with no sampling error.</summary>
/// <param name="Value">The number.</param>
/// <param name="Count">How many items were looked at: all of them.</param>
public sealed record Census(double Value, int Count) : Statistic
{
    /// <inheritdoc/>
    public override double Estimate => Value;

    /// <inheritdoc/>
    public override int N => Count;

    /// <inheritdoc/>
    public override double Upper(double confidence) => Value;

    /// <inheritdoc/>
    public override double Lower(double confidence) => Value;

    /// <inheritdoc/>
    public override int NeededFor(double bound, double confidence) => 1;
}

/// <summary>A mean with its standard error; bounds are normal, so n should be some dozens at least.</summary>
/// <param name="Mean">The mean.</param>
/// <param name="StandardError">Standard deviation of the mean.</param>
/// <param name="Count">How many items it was taken over.</param>
public sealed record Average(double Mean, double StandardError, int Count) : Statistic
{
    /// <inheritdoc/>
    public override double Estimate => Mean;

    /// <inheritdoc/>
    public override int N => Count;

    /// <inheritdoc/>
    public override double Upper(double confidence) => Mean + Normal.Quantile(confidence) * StandardError;

    /// <inheritdoc/>
    public override double Lower(double confidence) => Mean - Normal.Quantile(confidence) * StandardError;

    /// <inheritdoc/>
    public override int NeededFor(double bound, double confidence) => 1;
}
