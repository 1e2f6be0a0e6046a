using System.Runtime.InteropServices;

namespace Pipeline.Audits.Statistics;

/// <summary>
/// How well scores tell members from non-members; a higher score says member. Scores need no scale: only their order counts, so
/// they may be of any size but not NaN. Golden values: statistics.json, <c>roc</c>.
/// </summary>
public sealed class Roc
{
    private readonly double[] members; // ascending
    private readonly double[] nonMembers; // ascending

    /// <summary>Takes the scores.</summary>
    /// <exception cref="ArgumentException">One side is empty, or a score is NaN.</exception>
    public Roc(IReadOnlyList<double> members, IReadOnlyList<double> nonMembers)
    {
        if (members.Count == 0 || nonMembers.Count == 0) throw new ArgumentException("Members and non-members are needed.", nameof(members));
        if (members.Concat(nonMembers).Any(double.IsNaN)) throw new ArgumentException("A score is not a number.", nameof(members));
        this.members = [.. members.Order()];
        this.nonMembers = [.. nonMembers.Order()];
        (Auc, StandardError) = DeLong();
    }

    /// <summary>The chance that a member scores above a non-member, ties counting half.</summary>
    public double Auc { get; }

    /// <summary>
    /// Standard error of the area, square root of S10/m + S01/n with sample variances (DeLong, DeLong, Clarke-Pearson 1988); NaN
    /// when either side is a single score.
    /// </summary>
    public double StandardError { get; }

    /// <summary>Mann and Whitney's U: pairs in which the member scores higher.</summary>
    public double U => Auc * members.Length * nonMembers.Length;

    /// <summary>How many members there are.</summary>
    public int Members => members.Length;

    /// <summary>How many non-members there are.</summary>
    public int NonMembers => nonMembers.Length;

    /// <summary>
    /// Whether a false positive rate can be measured at all: one non-member is not more than it. Below that any number would be made up.
    /// </summary>
    public bool Resolves(double falsePositiveRate) => Allowed(falsePositiveRate) >= 1;

    /// <summary>
    /// The greatest true positive rate of a real threshold whose false positive rate is at most the given one; tied scores are
    /// admitted together or not at all. Nothing is interpolated.
    /// </summary>
    public RocPoint At(double falsePositiveRate)
    {
        // The threshold lies above the first non-member too many; among members only those strictly above it are admitted.
        var allowed = Allowed(falsePositiveRate);
        if (allowed >= nonMembers.Length) return new RocPoint(double.NegativeInfinity, members.Length, nonMembers.Length);
        var barred = nonMembers[nonMembers.Length - 1 - allowed];
        return new RocPoint(barred, Above(members, barred), Above(nonMembers, barred));
    }

    /// <summary>The points (FPR, TPR) as thresholds fall, tied scores together, from (0, 0) to (1, 1).</summary>
    public IReadOnlyList<(double FalsePositiveRate, double TruePositiveRate)> Points()
    {
        var thresholds = members.Concat(nonMembers).Distinct().OrderDescending();
        return [(0, 0), .. thresholds.Select(score => (1 - (double)Below(nonMembers, score) / NonMembers, 1 - (double)Below(members, score) / Members))];
    }

    /// <summary>How many of n non-members a rate allows; a rate such as .1 times 10 is 1 in spite of rounding.</summary>
    private int Allowed(double rate) => (int)Math.Floor(rate * nonMembers.Length * (1 + 1e-12));

    private (double Auc, double StandardError) DeLong()
    {
        double[] ofMembers = [.. members.Select(score => (Below(nonMembers, score) + .5 * Tied(nonMembers, score)) / nonMembers.Length)];
        double[] ofNonMembers = [.. nonMembers.Select(score => 1 - (Below(members, score) + .5 * Tied(members, score)) / members.Length)];
        var auc = ofMembers.Average();
        return (auc, Math.Sqrt(Variance(ofMembers, auc) / members.Length + Variance(ofNonMembers, auc) / nonMembers.Length));
    }

    private static double Variance(double[] values, double mean) =>
        values.Length < 2 ? double.NaN : values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1);

    private static int Above(double[] ascending, double score) => ascending.Length - Below(ascending, score) - Tied(ascending, score);

    private static int Tied(double[] ascending, double score) => Place(ascending, score, orEqual: true) - Place(ascending, score, orEqual: false);

    private static int Below(double[] ascending, double score) => Place(ascending, score, orEqual: false);

    /// <summary>How many stand below a score, or at it.</summary>
    private static int Place(double[] ascending, double score, bool orEqual)
    {
        var (low, high) = (0, ascending.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (ascending[middle] < score || (orEqual && ascending[middle] == score)) low = middle + 1;
            else high = middle;
        }
        return low;
    }
}

/// <summary>A threshold of a score and whom it admits.</summary>
/// <param name="Above">Scores above this are admitted.</param>
/// <param name="TruePositives">Members admitted.</param>
/// <param name="FalsePositives">Non-members admitted.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct RocPoint(double Above, int TruePositives, int FalsePositives);
