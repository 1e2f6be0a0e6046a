using Pipeline.Core.Numerics;

namespace Pipeline.Core.Evidence;

/// <summary>
/// An epsilon that attacks have shown a release not to be below. It bounds from one side only: that no attack succeeded proves
/// nothing. The gate refuses by itself where it contradicts what was claimed.
/// </summary>
public abstract record EpsilonLowerBound : Statistic
{
    /// <summary>The gate's confidence: a right mechanism is refused by mistake in less than one of a million runs, for each bound measured.</summary>
    public const double ContradictionConfidence = 1 - 1e-6;

    private protected EpsilonLowerBound(string? mechanism, double delta)
    {
        Mechanism = mechanism;
        Delta = delta;
    }

    /// <inheritdoc/>
    public sealed override string Kind => "lower-bound";

    /// <summary>The mechanism attacked; null when it is all of a run's mechanisms together.</summary>
    public string? Mechanism { get; }

    /// <summary>The delta at which epsilon is bounded.</summary>
    public double Delta { get; }

    /// <summary>Infinite: attacks bound nothing from above.</summary>
    public sealed override double Upper(double confidence) => double.PositiveInfinity;

    /// <summary>No number of attacks brings an upper bound down.</summary>
    public sealed override int NeededFor(double bound, double confidence) => int.MaxValue;

    /// <summary>1: attacks never show epsilon to be small.</summary>
    public sealed override double PValueAbove(double bound) => 1;

    /// <inheritdoc/>
    public sealed override double PValueBelow(double bound)
    {
        double low = 0, high = 1;
        if (Lower(0) < bound) return 1;
        while (true)
        {
            var middle = low + (high - low) / 2;
            if (middle <= low || middle >= high) return high;
            if (Lower(1 - middle) >= bound) high = middle;
            else low = middle;
        }
    }

    /// <summary>0: how well the best attack does on a mechanism hangs on its form and not on epsilon alone, so no power is stated, and a policy that asks for one refuses.</summary>
    public sealed override double Power(double effect, double noLeak, double confidence) => 0;

    /// <summary>Infinite, for no power is stated.</summary>
    public sealed override double SmallestEffect(double noLeak, double confidence, double power) => double.PositiveInfinity;

    /// <summary>None, for no power is stated.</summary>
    public sealed override int NeededForPower(double effect, double noLeak, double confidence, double power) => int.MaxValue;
}

/// <summary>
/// From an attack repeated on independent runs, in each of which k units were in or out together. A mechanism with Gaussian
/// privacy mu keeps TPR &lt;= Phi(Phi^-1(FPR) + k mu) (Dong, Roth, Su 2022, Theorem 2.14 for k units), so both rates, each bounded by
/// Clopper-Pearson with half of the error, bound mu from below; epsilon is that of this mu at delta (Nasr et al. 2023).
/// </summary>
public sealed record GaussianAttackBound : EpsilonLowerBound
{
    private readonly AttackCounts counts;

    /// <summary>Reads an attack's counts.</summary>
    public GaussianAttackBound(string mechanism, double delta, AttackCounts counts)
        : base(mechanism, delta)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(counts.Group, 1, nameof(counts));
        this.counts = counts;
    }

    /// <summary>The bound that the observed rates would give if they were exact; half a count is added to each so that none is 0 or 1.</summary>
    public override double Estimate => GaussianPrivacy.Epsilon(Math.Max(0, (Rate(counts.Table.TruePositives, counts.Table.Members) - Rate(counts.Table.FalsePositives, counts.Table.NonMembers)) / counts.Group), Delta);

    /// <inheritdoc/>
    public override int N => counts.Table.Members + counts.Table.NonMembers;

    /// <inheritdoc/>
    public override double Lower(double confidence) => GaussianPrivacy.Epsilon(MuLower(confidence), Delta);

    /// <summary>One-sided lower bound of mu.</summary>
    public double MuLower(double confidence)
    {
        var each = 1 - (1 - confidence) / 2;
        var truePositive = Normal.Quantile(ClopperPearson.Lower(counts.Table.TruePositives, counts.Table.Members, each));
        var falsePositive = Normal.Quantile(ClopperPearson.Upper(counts.Table.FalsePositives, counts.Table.NonMembers, each));
        // Where a rate is not bounded at all, its quantile is infinite and so is the difference, downwards.
        return Math.Max(0, (truePositive - falsePositive) / counts.Group);
    }

    private static double Rate(int k, int n) => Normal.Quantile((k + .5) / (n + 1.0));
}

/// <summary>
/// From the same counts without any assumption on the mechanism: k units together are protected by k epsilon and
/// delta (e^(k epsilon) - 1) / (e^epsilon - 1), and TPR &lt;= e^(k epsilon) FPR + that delta, the same with both reversed. Far weaker.
/// </summary>
public sealed record TableAttackBound : EpsilonLowerBound
{
    private readonly AttackCounts counts;

    /// <summary>Reads an attack's counts.</summary>
    public TableAttackBound(string mechanism, double delta, AttackCounts counts)
        : base(mechanism, delta)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(counts.Group, 1, nameof(counts));
        this.counts = counts;
    }

    /// <summary>As <see cref="Lower"/>, with the observed rates as if they were exact; half a count is added to each so that none is 0.</summary>
    public override double Estimate => Greatest(
        Rate(counts.Table.TruePositives, counts.Table.Members), Rate(counts.Table.FalsePositives, counts.Table.NonMembers),
        Rate(counts.Table.TrueNegatives, counts.Table.NonMembers), Rate(counts.Table.FalseNegatives, counts.Table.Members));

    /// <inheritdoc/>
    public override int N => counts.Table.Members + counts.Table.NonMembers;

    /// <inheritdoc/>
    public override double Lower(double confidence)
    {
        var each = 1 - (1 - confidence) / 2;
        var (truePositive, falsePositive) = (ClopperPearson.Lower(counts.Table.TruePositives, counts.Table.Members, each), ClopperPearson.Upper(counts.Table.FalsePositives, counts.Table.NonMembers, each));
        return Greatest(truePositive, falsePositive, 1 - falsePositive, ClopperPearson.Upper(counts.Table.FalseNegatives, counts.Table.Members, each));
    }

    /// <summary>The greatest epsilon whose bound one of the two pairs breaks.</summary>
    private double Greatest(double truePositive, double falsePositive, double trueNegative, double falseNegative)
    {
        double low = 0, high = 64;
        if (!Broken(0)) return 0;
        while (true)
        {
            var middle = low + (high - low) / 2;
            if (middle <= low || middle >= high) return low;
            if (Broken(middle)) low = middle;
            else high = middle;
        }

        bool Broken(double epsilon)
        {
            var factor = Math.Exp(counts.Group * epsilon);
            var delta = Delta * (epsilon == 0 ? counts.Group : NearZero.ExpMinusOne(counts.Group * epsilon) / NearZero.ExpMinusOne(epsilon));
            return truePositive > factor * falsePositive + delta || trueNegative > factor * falseNegative + delta;
        }
    }

    private static double Rate(int k, int n) => (k + .5) / (n + 1.0);
}

/// <summary>
/// From guesses about canaries of which a fair coin put each in or left it out, all in one run (Steinke, Nasr, Jagielski 2023,
/// Theorem 5.2, delta included). Every way of guessing that was tried counts: each spends its share of the error (Bonferroni).
/// </summary>
public sealed record OneRunBound : EpsilonLowerBound
{
    private readonly int canaries;
    private readonly IReadOnlyList<OneRunGuesses> tries;

    /// <summary>Takes every try, those that failed included.</summary>
    /// <param name="canaries">m: canaries that had a coin.</param>
    /// <param name="tries">Guesses and right guesses of each try.</param>
    /// <param name="delta">The claim's delta.</param>
    public OneRunBound(int canaries, IReadOnlyList<OneRunGuesses> tries, double delta)
        : base(null, delta)
    {
        ArgumentOutOfRangeException.ThrowIfZero(tries.Count, nameof(tries));
        (this.canaries, this.tries) = (canaries, tries);
    }

    /// <summary>The bound at confidence one half: as likely too high as too low for the best guesser there can be.</summary>
    public override double Estimate => Lower(.5);

    /// <inheritdoc/>
    public override int N => canaries;

    /// <inheritdoc/>
    public override double Lower(double confidence) => OneRunAudit.Epsilon(canaries, tries, Delta, confidence);
}
