namespace Pipeline.Core.Evidence;

/// <summary>
/// A measured number with all that is needed to bound it at any confidence level, to test it against a bound, and to say what it
/// could have seen. <c>docs/audits-statistics.md</c> says how the gate uses each.
/// </summary>
public abstract record Statistic
{
    private protected Statistic()
    {
    }

    /// <summary>What kind of number it is, as reports name it: <c>proportion</c>.</summary>
    public abstract string Kind { get; }

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

    /// <summary>
    /// The p-value of "the true value is above the bound": at most 1 - confidence exactly where <see cref="Upper"/> is at most the bound.
    /// </summary>
    public abstract double PValueAbove(double bound);

    /// <summary>
    /// The p-value of "the true value is below the bound": at most 1 - confidence exactly where <see cref="Lower"/> is at least the bound.
    /// </summary>
    public abstract double PValueBelow(double bound);

    /// <summary>
    /// Power: the chance that a measurement of this size would show a leak, its lower bound lying above the value of no leak, were the
    /// true value <paramref name="effect"/>. It depends on the size and spread of the sample and not on what was estimated.
    /// </summary>
    /// <param name="effect">The true value to be seen.</param>
    /// <param name="noLeak">The value of a candidate that leaks nothing.</param>
    /// <param name="confidence">Of the lower bound.</param>
    public abstract double Power(double effect, double noLeak, double confidence);

    /// <summary>The smallest true value that would be shown with at least this power; infinite when none would.</summary>
    public abstract double SmallestEffect(double noLeak, double confidence, double power);

    /// <summary>The n with which an effect would be shown with at least this power; <see cref="int.MaxValue"/> when none suffices.</summary>
    public abstract int NeededForPower(double effect, double noLeak, double confidence, double power);

    /// <summary>Rounds up to a count of items, at least 1.</summary>
    private protected static int Items(double needed) => needed < int.MaxValue ? Math.Max(1, (int)Math.Ceiling(needed)) : int.MaxValue;
}
