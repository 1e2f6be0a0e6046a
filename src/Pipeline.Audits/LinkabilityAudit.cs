using Pipeline.Audits.Attributes;
using Pipeline.Core.Evidence;
using Pipeline.Core.Releases;

namespace Pipeline.Audits;

/// <summary>
/// Linkability in the sense of WP216, for text: somebody holds two halves of a record apart and claims that they belong together where both have
/// the same nearest synthetic text.
/// </summary>
public sealed class LinkabilityAudit : AttackAudit
{
    private readonly int trials;
    private readonly int seed;

    /// <summary>Attacks so many units of each part.</summary>
    /// <param name="trials">At most, at least 1.</param>
    /// <param name="seed">Of the choice among more units.</param>
    public LinkabilityAudit(int trials = 2000, int seed = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(trials, 1);
        (this.trials, this.seed) = (trials, seed);
    }

    /// <inheritdoc/>
    public override string Name => "linkability";

    private protected override IReadOnlyList<string> Attacks => ["linked records"];

    private protected override IReadOnlyList<IReadOnlyList<Attacked>> Attack(Candidate candidate, IReadOnlyList<SourcePart> parts)
    {
        var nearest = new NearestText(parts[0].ReadEach(candidate.Rows, text => Terms.Of(text).ToHashSet(StringComparer.Ordinal)));
        return [.. parts.Select(part => (IReadOnlyList<Attacked>)[Linked(part)])];

        Attacked Linked(SourcePart part)
        {
            var chosen = new Draw(seed).OneOfEachUnit(part.Records(), trials);
            var links = part.Map(chosen, one => Link(nearest, Terms.Of(one.Record.Text))).ToList();
            var hits = links.Count(link => link >= 0);
            return new Attacked(
                Attacks[0], hits, links.Count,
                $"The two halves of {hits} of {links.Count} records of {part.InWords} have the same nearest text.",
                [.. chosen.Zip(links).Where(pair => pair.Second >= 0).Take(MostInstances).Select(pair =>
                    new Instance(candidate.Rows[pair.Second].Id, part.NameOf(pair.First.Number), "the text nearest to both halves of the record"))]);
        }
    }

    /// <summary>The text that both halves of the terms are nearest to, or -1.</summary>
    private static int Link(NearestText nearest, IReadOnlyList<string> terms)
    {
        var first = nearest.To(terms.Take(terms.Count / 2));
        return first >= 0 && nearest.To(terms.Skip(terms.Count / 2)) == first ? first : -1;
    }
}
