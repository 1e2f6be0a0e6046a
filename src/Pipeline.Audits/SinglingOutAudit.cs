using Pipeline.Audits.Attributes;
using Pipeline.Core.Corpora;
using Pipeline.Core.Evidence;
using Pipeline.Core.Releases;

namespace Pipeline.Audits;

/// <summary>
/// Singling-out in the sense of WP216, for text: from a synthetic text alone, without looking at any record, somebody makes predicates of the kind
/// "the record holds these four words", and isolates a person where exactly one unit of the source fulfils one.
/// </summary>
public sealed class SinglingOutAudit : AttackAudit
{
    private readonly int words;
    private readonly int perText;
    private readonly int seed;

    /// <summary>Makes predicates of so many words.</summary>
    /// <param name="words">Words that a predicate asks for together, at least 1.</param>
    /// <param name="predicates">Predicates made of each text, at least 1.</param>
    /// <param name="seed">Of the choice of words and of the population.</param>
    public SinglingOutAudit(int words = 4, int predicates = 3, int seed = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(words, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(predicates, 1);
        (this.words, perText, this.seed) = (words, predicates, seed);
    }

    /// <inheritdoc/>
    public override string Name => "singling-out";

    private protected override IReadOnlyList<string> Attacks => ["isolating texts"];

    private protected override IReadOnlyList<IReadOnlyList<Attacked>> Attack(Candidate candidate, IReadOnlyList<SourcePart> parts)
    {
        var draw = new Draw(seed);
        var rows = parts[0].ReadEach(candidate.Rows, text => Terms.Of(text).ToHashSet(StringComparer.Ordinal));
        var predicates = Predicates.Of(rows, perText, words, draw);
        var units = parts.Select(part => part.Records().Select(record => record.Unit).ToHashSet(StringComparer.Ordinal)).ToList();
        var size = units.Min(unit => unit.Count);
        return [.. parts.Zip(units).Select(part => (IReadOnlyList<Attacked>)[Isolated(part.First, new Population(part.Second, size, draw))])];

        Attacked Isolated(SourcePart part, Population population)
        {
            var found = Fulfilled(part, predicates, population);
            var isolating = Enumerable.Range(0, predicates.Count).Where(p => found[p] is { Several: false }).DistinctBy(p => predicates[p].Row).ToList();
            return new Attacked(
                Attacks[0], isolating.Count, candidate.Rows.Count,
                $"{isolating.Count} of {candidate.Rows.Count} texts give {words} words that isolate one of {size} units of {part.InWords}.",
                [.. isolating.Take(MostInstances).Select(p => new Instance(
                    candidate.Rows[predicates[p].Row].Id, part.NameOf(found[p]!.Record), $"{words} words of the text stand together in the records of one unit of {size} only"))]);
        }
    }

    /// <summary>Which unit of its block fulfils each predicate, and whether several do; null where none does.</summary>
    private static Fulfilment?[] Fulfilled(SourcePart part, IReadOnlyList<Predicate> predicates, Population population)
    {
        var asking = predicates.Index().SelectMany(p => p.Item.Terms.Select(term => (term, p.Index))).ToLookup(pair => pair.term, pair => pair.Index, StringComparer.Ordinal);
        var found = new Fulfilment?[predicates.Count];
        var number = -1;
        foreach (var (unit, fulfilled) in part.Read(record => (record.Unit, Of(record))))
        {
            number++;
            foreach (var p in fulfilled)
            {
                if (found[p] is null) found[p] = new Fulfilment(unit, number, Several: false);
                else if (found[p]!.Unit != unit) found[p] = found[p]! with { Several = true };
            }
        }
        return found;

        List<int> Of(SourceRecord record)
        {
            var block = population.BlockOf(record.Unit);
            if (block < 0) return [];
            var counts = new Dictionary<int, int>();
            foreach (var term in Terms.Of(record.Text).ToHashSet(StringComparer.Ordinal))
                foreach (var p in asking[term])
                    if (predicates[p].Row % population.Blocks == block) counts[p] = counts.GetValueOrDefault(p) + 1;
            return [.. counts.Where(count => count.Value == predicates[count.Key].Terms.Count).Select(count => count.Key).Order()];
        }
    }

    private sealed record Fulfilment(string Unit, int Record, bool Several);
}
