using System.Globalization;

namespace Pipeline.Core.Policies;

/// <summary>One bound that a changed requirement asks less of, with how much less.</summary>
/// <param name="Property">The property of the requirement.</param>
/// <param name="Words">What is looser, and by how much.</param>
public sealed record Loosening(string Property, string Words)
{
    /// <summary>
    /// Whether two requirements bound the same thing at the same end, so that their bounds can be compared: differential privacy
    /// over the same releases, or the same finding.
    /// </summary>
    public static bool Comparable(Requirement one, Requirement other) => (one, other) switch
    {
        (GuaranteeRequirement a, GuaranteeRequirement b) => a.Cumulative == b.Cumulative,
        (FindingRequirement a, FindingRequirement b) => (a.Audit, a.Measure, a.Against, a.On) == (b.Audit, b.Measure, b.Against, b.On),
        _ => false,
    };

    /// <summary>
    /// Every bound of <paramref name="to"/> that is looser than in <paramref name="from"/>; none when whatever meets
    /// <paramref name="to"/> alone meets <paramref name="from"/> alone. A delta of 1/n and one in numbers compare differently for each
    /// n, so neither is taken for the tighter.
    /// </summary>
    /// <exception cref="ArgumentException">They are not comparable.</exception>
    public static IReadOnlyList<Loosening> Of(Requirement from, Requirement to) => (from, to) switch
    {
        (GuaranteeRequirement a, GuaranteeRequirement b) when Comparable(a, b) => [.. Guarantees(a, b)],
        (FindingRequirement a, FindingRequirement b) when Comparable(a, b) => [.. Findings(a, b)],
        _ => throw new ArgumentException("The two requirements bound different things.", nameof(to)),
    };

    private static IEnumerable<Loosening> Guarantees(GuaranteeRequirement from, GuaranteeRequirement to)
    {
        if (!(to.Epsilon <= from.Epsilon)) yield return Looser(nameof(to.Epsilon), "epsilon", "at most", from.Epsilon, to.Epsilon, share: false);
        switch (from.Delta, to.Delta)
        {
            case ({ } before, { } after) when !(after <= before):
                yield return Looser(nameof(to.Delta), "delta", "at most", before, after, share: false);
                break;
            case ({ } before, null):
                yield return new Loosening(nameof(to.Delta), $"delta is at most 1/n in place of at most {Number(before)}; which is tighter hangs on the number of units");
                break;
            case (null, { } after):
                yield return new Loosening(nameof(to.Delta), $"delta is at most {Number(after)} in place of at most 1/n; which is tighter hangs on the number of units");
                break;
        }
    }

    private static IEnumerable<Loosening> Findings(FindingRequirement from, FindingRequirement to)
    {
        var (what, share) = ($"{to.Audit}: {to.Measure}", from.On != BoundOn.Value);
        if (from.AtMost is { } most && !(to.AtMost <= most))
            yield return to.AtMost is { } looser ? Looser(nameof(to.AtMost), what, "at most", most, looser, share) : new Loosening(nameof(to.AtMost), $"{what} has no greatest value any more, in place of at most {Number(most)}");
        if (from.AtLeast is { } least && !(to.AtLeast >= least))
            yield return to.AtLeast is { } looser ? Looser(nameof(to.AtLeast), what, "at least", least, looser, share) : new Loosening(nameof(to.AtLeast), $"{what} has no least value any more, in place of at least {Number(least)}");
        if (from.On != BoundOn.Value && !(to.Confidence >= from.Confidence))
            yield return Looser(nameof(to.Confidence), $"the confidence of {what}", "at least", from.Confidence, to.Confidence, share: true);
        if (from.Power is { } power && !(to.Power >= power))
            yield return to.Power is { } looser ? Looser(nameof(to.Power), $"the power of {what}", "at least", power, looser, share: true) : new Loosening(nameof(to.Power), $"{what} needs no power any more, in place of at least {Number(power)}");
    }

    private static Loosening Looser(string property, string what, string relation, double before, double after, bool share)
    {
        string Shown(double value) => share ? Number(value * 100) + " %" : Number(value);
        return new Loosening(property, $"{what} is {relation} {Shown(after)} in place of {relation} {Shown(before)}, looser by {Shown(Math.Abs(after - before))}");
    }

    private static string Number(double value) => value.ToString("G6", CultureInfo.InvariantCulture);
}
