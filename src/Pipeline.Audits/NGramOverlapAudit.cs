using Pipeline.Audits.Overlap;
using Pipeline.Audits.Text;
using Pipeline.Core.Evidence;
using Pipeline.Core.Releases;

namespace Pipeline.Audits;

/// <summary>
/// Asks how much of a candidate text stands in one source record: the share of its different word n-grams that the record holds
/// (containment, Broder 1997). A text of fewer than n words is judged whole: 1 where all its words stand in a row in a record, else 0;
/// a text without a word is 0.
/// </summary>
public sealed class NGramOverlapAudit : SourceAudit
{
    /// <summary>Few texts share word trigrams by chance, and one changed word spoils only three.</summary>
    private const int RewordedWords = 3;

    private readonly int words;
    private readonly double threshold;
    private readonly double reworded;

    /// <summary>Measures with n-grams of so many words.</summary>
    /// <param name="words">Words in an n-gram, at least 1.</param>
    /// <param name="threshold">Containment from which a text counts as above half.</param>
    /// <param name="reworded">Share of word trigrams from which a text counts as a reworded copy.</param>
    public NGramOverlapAudit(int words = 5, double threshold = 0.5, double reworded = 0.6)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(words, 1);
        this.words = words;
        this.threshold = threshold;
        this.reworded = reworded;
    }

    /// <inheritdoc/>
    public override string Name => "ngram-overlap";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Measures => ["worst containment", "mean containment", "texts above half", "reworded copies"];

    private protected override IEnumerable<Measurement> Measure(Candidate candidate, Against against, SourcePart source)
    {
        var texts = candidate.Rows.Select(row => TextNormaliser.Full(row.Text)).ToList();
        var grams = new GramIndex(texts, words, TextUnit.Word, ShortText.OneGram);
        var trigrams = new GramIndex(texts, RewordedWords, TextUnit.Word, ShortText.OneGram);
        var (tally, rewordedTally) = (new GramTally(grams), new GramTally(trigrams));
        foreach (var record in source.Records())
        {
            var text = TextNormaliser.Full(record.Text);
            tally.Add(grams.Read(text));
            rewordedTally.Add(trigrams.Read(text));
        }
        var containment = Best(tally);
        var worst = containment.DefaultIfEmpty(0).Max();
        var mean = containment.DefaultIfEmpty(0).Average();
        var above = containment.Count(value => value >= threshold);
        var copies = Best(rewordedTally).Count(value => value >= reworded);
        var part = SourcePart.Words(against);
        var places = Places(tally, words, 0);

        yield return Shown("worst containment", new Census(worst, texts.Count), MeasureUnit.Number, places,
            $"At worst, {worst:P1} of the {words}-word sequences of a text stand in one record of {part}.");
        yield return Shown("mean containment", new Census(mean, texts.Count), MeasureUnit.Number, places,
            $"On average, {mean:P1} of the {words}-word sequences of a text stand in the one record of {part} that holds most of them.");
        yield return Shown("texts above half", new Proportion(above, texts.Count), MeasureUnit.Share, Places(tally, words, threshold),
            $"{above} of {texts.Count} texts have at least {threshold:P0} of their {words}-word sequences in one record of {part}.");
        yield return Shown("reworded copies", new Proportion(copies, texts.Count), MeasureUnit.Share, Places(rewordedTally, RewordedWords, reworded),
            $"{copies} of {texts.Count} texts share at least {reworded:P0} of their {RewordedWords}-word sequences with one record of {part}.");

        List<double> Best(GramTally from) => [.. Enumerable.Range(0, texts.Count).Select(i => from.Best(i).Containment.Value ?? 0)];

        IReadOnlyList<Instance> Places(GramTally from, int n, double least) => Worst(
            from i in Enumerable.Range(0, texts.Count)
            let best = @from.Best(i)
            where best.Containment.Part > 0 && best.Containment.Value >= least
            select (best.Containment.Value!.Value, new Instance(
                candidate.Rows[i].Id, source.NameOf(best.Source!.Value), $"{best.Containment.Part} of {best.Containment.Whole} sequences of {n} words")));

        Measurement Shown(string measure, Statistic statistic, MeasureUnit unit, IReadOnlyList<Instance> instances, string meaning) => new()
        {
            Measure = measure,
            Against = against,
            Statistic = statistic,
            Unit = unit,
            NoLeak = 0,
            Meaning = meaning,
            Instances = instances,
        };
    }
}
