using Pipeline.Synthesis.Proposals;

namespace Pipeline.Synthesis.Style;

/// <summary>Proposals in the source's surface style: rewritten by rule, then thinned to fit lengths and digits. Post-processing.</summary>
public static class StyledProposals
{
    /// <summary>A kind of text may be so many times as frequent among the proposals as the style says; what is above is left out.</summary>
    private const double MostExcess = 2;

    /// <summary>Share of a class that is kept however badly it fits: matching needs a choice.</summary>
    private const double LeastKept = .5;

    /// <summary>The proposals that fit, rewritten, in order; at least half of each class.</summary>
    /// <param name="proposals">What the model wrote.</param>
    /// <param name="style">The style.</param>
    /// <param name="seed">Decides which text gets which kind where a style has several.</param>
    public static IReadOnlyList<Proposal> Of(IReadOnlyList<Proposal> proposals, SurfaceStyle style, ulong seed)
    {
        var rewritten = Rewritten(proposals, style, seed);
        var fitting = rewritten.GroupBy(proposal => proposal.Label).SelectMany(own => Fitting([.. own], style)).ToHashSet(ReferenceEqualityComparer.Instance);
        return [.. rewritten.Where(fitting.Contains)];
    }

    /// <summary>Two texts that shortening made alike stay as long as they were.</summary>
    private static List<Proposal> Rewritten(IReadOnlyList<Proposal> proposals, SurfaceStyle style, ulong seed)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var result = new List<Proposal>(proposals.Count);
        foreach (var (i, proposal) in proposals.Index())
        {
            var wanted = style.For(seed, i);
            var text = StyleRewriter.Rewrite(proposal.Text, wanted);
            if (!seen.Add(text)) seen.Add(text = StyleRewriter.Rewrite(proposal.Text, wanted with { MostWords = null }));
            result.Add(proposal with { Text = text });
        }
        return result;
    }

    private static IEnumerable<Proposal> Fitting(IReadOnlyList<Proposal> own, SurfaceStyle style)
    {
        var (lengths, digits) = (Room(style.Lengths, own.Count), Room(style.Digits, own.Count));
        var (kept, left) = (new List<Proposal>(), new List<Proposal>());
        foreach (var proposal in own)
        {
            var (bucket, digit) = (SurfaceKinds.Length(proposal.Text), proposal.Text.Any(char.IsDigit) ? 0 : 1);
            var words = Words.Count(proposal.Text);
            var fits = words >= style.LeastWords && words <= (style.MostWords ?? int.MaxValue) && lengths?[bucket] is not 0 && digits?[digit] is not 0;
            (fits ? kept : left).Add(proposal);
            if (!fits) continue;
            if (lengths is not null) lengths[bucket]--;
            if (digits is not null) digits[digit]--;
        }
        return kept.Concat(left.Take((int)Math.Ceiling(own.Count * LeastKept) - kept.Count));
    }

    private static int[]? Room(IReadOnlyList<double>? shares, int count) => shares?.Select(share => (int)Math.Ceiling(MostExcess * share * count)).ToArray();
}
