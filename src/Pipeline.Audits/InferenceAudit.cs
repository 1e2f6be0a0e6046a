using Pipeline.Audits.Attributes;
using Pipeline.Core.Corpora;
using Pipeline.Core.Evidence;
using Pipeline.Core.Releases;

namespace Pipeline.Audits;

/// <summary>
/// Inference in the sense of WP216, for text: somebody who knows a record but for its label, or but for one word, takes them from the nearest
/// synthetic text.
/// </summary>
public sealed class InferenceAudit : AttackAudit
{
    private readonly int trials;
    private readonly int guesses;
    private readonly int seed;

    /// <summary>Attacks so many units of each part.</summary>
    /// <param name="trials">At most, at least 1.</param>
    /// <param name="guesses">Words that are guessed for the one hidden, at least 1.</param>
    /// <param name="seed">Of the hidden words, and of the choice among more units.</param>
    public InferenceAudit(int trials = 2000, int guesses = 10, int seed = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(trials, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(guesses, 1);
        (this.trials, this.guesses, this.seed) = (trials, guesses, seed);
    }

    /// <inheritdoc/>
    public override string Name => "inference";

    private protected override IReadOnlyList<string> Attacks => ["inferred labels", "inferred words"];

    private protected override IReadOnlyList<IReadOnlyList<Attacked>> Attack(Candidate candidate, IReadOnlyList<SourcePart> parts)
    {
        var rows = parts[0].ReadEach(candidate.Rows, text => Terms.Of(text).ToHashSet(StringComparer.Ordinal));
        var nearest = new NearestText(rows);
        var commonest = candidate.Rows.CountBy(row => row.Label).OrderByDescending(label => label.Value).ThenBy(label => label.Key, StringComparer.Ordinal).First().Key;
        var draw = new Draw(seed);
        return [.. parts.Select(part => (IReadOnlyList<Attacked>)[.. Inferred(part)])];

        IEnumerable<Attacked> Inferred(SourcePart part)
        {
            var chosen = draw.OneOfEachUnit(part.Records(), trials);
            var labels = part.Map(chosen, one => LabelFrom(Terms.Of(one.Record.Text), one.Record.Label)).ToList();
            var words = part.Map(chosen, one => WordFrom(one.Record)).ToList();
            var right = labels.Count(label => label.Right);
            yield return new Attacked(
                Attacks[0], right, labels.Count, $"The label of {right} of {labels.Count} records of {part.InWords} is that of the nearest text.",
                Places(part, chosen, [.. labels.Select(label => label.Right ? label.Text : -1)], "the nearest text has the record's label"));
            var (hits, asked) = (words.Count(word => word is >= 0), words.Count(word => word is not null));
            yield return new Attacked(
                Attacks[1], hits, asked, $"A hidden word of {hits} of {asked} records of {part.InWords} is among the {guesses} rarest further words of the nearest text.",
                Places(part, chosen, [.. words.Select(word => word ?? -1)], "the nearest text holds the word that was hidden"));
        }

        (bool Right, int Text) LabelFrom(IReadOnlyList<string> terms, string label)
        {
            var text = nearest.To(terms);
            return ((text < 0 ? commonest : candidate.Rows[text].Label) == label, text);
        }

        // Null where the record has no word to hide, -1 where it is not guessed.
        int? WordFrom(SourceRecord record)
        {
            var terms = Terms.Of(record.Text).Distinct(StringComparer.Ordinal).ToList();
            var secret = terms.Where(Terms.IsTelling).MinBy(term => draw.Of(record.Id, term));
            if (secret is null) return null;
            var known = terms.Where(term => term != secret).ToHashSet(StringComparer.Ordinal);
            var text = nearest.To(known);
            if (text < 0) return -1;
            var guessed = rows[text].Where(term => !known.Contains(term) && Terms.IsTelling(term))
                .OrderByDescending(nearest.WeightOf).ThenBy(term => term, StringComparer.Ordinal).Take(guesses);
            return guessed.Contains(secret) ? text : -1;
        }

        IReadOnlyList<Instance> Places(SourcePart part, IReadOnlyList<(int Number, SourceRecord Record)> chosen, IReadOnlyList<int> texts, string note) =>
            [.. chosen.Zip(texts).Where(pair => pair.Second >= 0).Take(MostInstances).Select(pair => new Instance(candidate.Rows[pair.Second].Id, part.NameOf(pair.First.Number), note))];
    }
}
