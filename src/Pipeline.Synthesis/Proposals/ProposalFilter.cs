using Pipeline.Core.Numerics;

namespace Pipeline.Synthesis.Proposals;

/// <summary>What the filter did to one class.</summary>
/// <param name="Label">Index of the class.</param>
/// <param name="Proposed">Proposals that came in.</param>
/// <param name="Agreeing">Those whose class under W* is the class of their prompt.</param>
/// <param name="Kept">Indices of those left for matching, in order of margin.</param>
public sealed record FilteredClass(int Label, int Proposed, int Agreeing, IReadOnlyList<int> Kept);

/// <summary>
/// Section 4 of the recipe: keep proposals on whose label the released head W* agrees with the prompt (zero-shot labels
/// are wrong a third to a half of the time), and of those the part with the largest margin. Post-processing.
/// </summary>
public static class ProposalFilter
{
    /// <summary>Share of the agreeing proposals that is kept, by margin.</summary>
    public const double MarginShare = 0.25;

    /// <summary>
    /// Never fewer than this many for each text wanted, so that matching has a choice. Twice as many let in texts of the wrong
    /// class (label fidelity .77 against .86 on tickets) and cost the judge a point or two.
    /// </summary>
    public const int LeastPerText = 2;

    /// <summary>
    /// Filters one class. When fewer agree than matching needs, the nearest misses fill up: the counts tell, and a
    /// candidate made of them will do badly in the open.
    /// </summary>
    /// <param name="label">The class.</param>
    /// <param name="proposals">All proposals of all classes.</param>
    /// <param name="features">phi of each.</param>
    /// <param name="head">W*: one row a class.</param>
    /// <param name="wanted">Texts wanted of this class.</param>
    public static FilteredClass Keep(int label, IReadOnlyList<Proposal> proposals, double[][] features, double[][] head, int wanted)
    {
        var released = new SoftmaxHead(head);
        var own = Enumerable.Range(0, proposals.Count).Where(i => proposals[i].Label == label)
            .Select(i => (Index: i, Margin: released.Margin(features[i], label)))
            .OrderByDescending(pair => pair.Margin).ThenBy(pair => pair.Index).ToList();
        var agreeing = own.Count(pair => pair.Margin > 0);
        var keep = Math.Max((int)Math.Ceiling(agreeing * MarginShare), Math.Min(LeastPerText * wanted, Math.Max(agreeing, wanted)));
        return new FilteredClass(label, own.Count, agreeing, [.. own.Take(keep).Select(pair => pair.Index)]);
    }
}
