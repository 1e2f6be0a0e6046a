using Pipeline.Core.Evidence;
using Pipeline.Core.Numerics;
using Pipeline.Core.Policies;

namespace Pipeline.Core.Releases;

/// <summary>
/// Findings judged at a confidence bound are judged together (law 4) by Holm's procedure (1979). Each requirement's null is that the
/// true value breaches its bound. The strongest evidence spends 1/m of the error that the policy allows, the next 1/(m - 1), and
/// so on; from the first that is not shown, none is. So all that are said to hold do so together with the confidence the
/// policy names, however they depend on each other, and whatever Bonferroni would show, this shows too.
/// </summary>
internal sealed class JudgedTogether
{
    private readonly Dictionary<FindingRequirement, Step> steps = new(ReferenceEqualityComparer.Instance);

    /// <param name="asked">Every requirement of the policy on a finding.</param>
    /// <param name="statisticOf">What was measured for it; null when nothing that may be used was.</param>
    public JudgedTogether(IEnumerable<FindingRequirement> asked, Func<FindingRequirement, Statistic?> statisticOf)
    {
        List<FindingRequirement> together = [.. asked.Where(required => required.On != BoundOn.Value)];
        double[] p = [.. together.Select(required => PValue(required, statisticOf(required)))];
        Count = together.Count;
        foreach (var (i, corrected) in MultipleTesting.Holm(p).Index())
            steps[together[i]] = new Step(corrected, together.Count - p.Count(other => other < p[i]));
    }

    /// <summary>m: how many are judged together.</summary>
    public int Count { get; }

    /// <summary>A requirement's place in the order.</summary>
    public Step this[FindingRequirement required] => steps[required];

    /// <summary>Of "the true value breaches the bound"; 1 where nothing speaks against that.</summary>
    private static double PValue(FindingRequirement required, Statistic? statistic)
    {
        var p = (statistic, required) switch
        {
            ({ } measured, { On: BoundOn.Upper, AtMost: { } most }) => measured.PValueAbove(most),
            ({ } measured, { On: BoundOn.Lower, AtLeast: { } least }) => measured.PValueBelow(least),
            _ => 1,
        };
        return double.IsNaN(p) ? 1 : p;
    }

    /// <param name="Corrected">Holm's p-value: what holds has at most the error that the policy allows.</param>
    /// <param name="Share">This one's evidence was compared with 1/share of that error; ties have one share.</param>
    internal sealed record Step(double Corrected, int Share)
    {
        /// <summary>The confidence of this one's own bound.</summary>
        public double Confidence(FindingRequirement required) => 1 - (1 - required.Confidence) / Share;
    }
}
