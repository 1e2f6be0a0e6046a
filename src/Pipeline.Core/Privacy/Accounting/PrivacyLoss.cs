using Pipeline.Core.Numerics;

namespace Pipeline.Core.Privacy.Accounting;

/// <summary>
/// The privacy of one mechanism as a curve: for each epsilon the least delta that is proved. The curve is the hockey-stick
/// divergence of a pair of distributions that dominates the mechanism (Zhu, Dong, Wang 2022), so that curves compose although
/// later mechanisms may depend on what earlier ones released.
/// </summary>
public abstract record PrivacyLoss
{
    /// <summary>Beyond this loss nothing is told apart: its probability counts as a loss without bound.</summary>
    internal const double Greatest = 700;

    private protected PrivacyLoss()
    {
    }

    /// <summary>The name that ledgers write.</summary>
    public abstract string Kind { get; }

    /// <summary>The numbers that define it, by name, in a fixed order.</summary>
    public abstract IReadOnlyList<(string Name, double Value)> Parameters { get; }

    /// <summary>The epsilon of pure differential privacy; positive infinity when there is none.</summary>
    public virtual double PureEpsilon => double.PositiveInfinity;

    /// <summary>The greatest loss that is not without bound; positive infinity when there is none.</summary>
    internal virtual double GreatestFinite => PureEpsilon;

    /// <summary>Whether both directions have one curve.</summary>
    internal virtual bool Symmetric => true;

    /// <summary>Whether the curve is that of a pair of distributions, and so convex in e^epsilon, and not merely above one.</summary>
    internal virtual bool Convex => true;

    /// <summary>Whether nothing at all is proved.</summary>
    internal virtual bool ProvesNothing => false;

    /// <summary>delta at any epsilon, negative ones too: there H(x) = 1 - x + x H'(1/x), with H' the curve of the other direction.</summary>
    public double Delta(double epsilon, Direction direction) => epsilon >= 0
        ? Math.Clamp(Profile(epsilon, direction), 0, 1)
        : Math.Clamp(-NearZero.ExpMinusOne(epsilon) + Excess(epsilon, direction), 0, 1);

    /// <summary>delta at any epsilon, whichever direction is worse.</summary>
    public double Delta(double epsilon) => Symmetric ? Delta(epsilon, Direction.Remove) : Math.Max(Delta(epsilon, Direction.Remove), Delta(epsilon, Direction.Add));

    /// <summary>What delta is above 1 - e^epsilon at a negative epsilon, without cancellation.</summary>
    internal double Excess(double epsilon, Direction direction) =>
        Math.Exp(epsilon) * Math.Clamp(Profile(-epsilon, direction == Direction.Add ? Direction.Remove : Direction.Add), 0, 1);

    /// <summary>The least epsilon found, at least 0, whose delta is at most that given; infinite when there is none below 700.</summary>
    internal double Reach(Direction direction, double delta)
    {
        if (double.IsFinite(GreatestFinite)) return GreatestFinite;
        if (Delta(0, direction) <= delta) return 0;
        double low = 0, high = 1;
        while (high < Greatest && Delta(high, direction) > delta) (low, high) = (high, 2 * high);
        for (var step = 0; step < 60; step++)
        {
            var middle = low + (high - low) / 2;
            if (Delta(middle, direction) <= delta) high = middle;
            else low = middle;
        }
        return Delta(high, direction) <= delta ? high : double.PositiveInfinity;
    }

    /// <summary>The loss towards a group: data sets that differ in so many units.</summary>
    public virtual PrivacyLoss ForGroupsOf(int units) => units == 1 ? this : new GroupLoss(this, units);

    /// <summary>delta at an epsilon of at least 0.</summary>
    private protected abstract double Profile(double epsilon, Direction direction);

    private protected static void Need(bool holds, string name, string expected)
    {
        if (!holds) throw new ArgumentOutOfRangeException(name, $"Expected {expected}.");
    }
}

/// <summary>So many runs of mechanisms with one loss.</summary>
/// <param name="Loss">The loss of each.</param>
/// <param name="Times">How many, at least 1.</param>
public sealed record PrivacyStep(PrivacyLoss Loss, int Times = 1);
