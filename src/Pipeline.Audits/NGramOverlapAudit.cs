using Pipeline.Audits.Overlap;
using Pipeline.Core.Evidence;
using Pipeline.Core.Releases;

namespace Pipeline.Audits;

/// <summary>
/// Asks how much of a candidate text stands in one source record: the share of its different word n-grams that the record holds
/// (containment, Broder 1997), the same with repeats, and the same of its runs of characters. A text of fewer than n units is
/// judged whole: 1 where all its units stand in a row in a record, else 0; a text without a word is 0.
/// </summary>
public sealed class NGramOverlapAudit : SourceAudit
{
    /// <summary>Few texts share word trigrams by chance, and one changed word spoils only three.</summary>
    private const int RewordedWords = 3;

    /// <summary>
    /// A gram takes up to 48 bytes, and in each thread 8; every character begins one and every second may begin two of words. 64
    /// for the different words, their numbers and what is needed while an index is built.
    /// </summary>
    public static IndexCost Cost { get; } = new(Character: 160, Text: 80, CharacterInThread: 16, TextInThread: 96);

    private readonly int words;
    private readonly double threshold;
    private readonly double reworded;
    private readonly int characters;
    private readonly Preparation preparation;

    /// <summary>Measures with n-grams of so many words.</summary>
    /// <param name="words">Words in an n-gram, at least 1.</param>
    /// <param name="threshold">Containment from which a text counts as above half.</param>
    /// <param name="reworded">Share of word trigrams from which a text counts as a reworded copy.</param>
    /// <param name="characters">Characters in a run, at least 1.</param>
    /// <param name="lookAlikes">Whether letters of other scripts count as the Latin ones they look like.</param>
    public NGramOverlapAudit(int words = 5, double threshold = 0.5, double reworded = 0.6, int characters = 30, bool lookAlikes = true)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(words, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(characters, 1);
        this.words = words;
        this.threshold = threshold;
        this.reworded = reworded;
        this.characters = characters;
        preparation = new Preparation(lookAlikes);
    }

    /// <inheritdoc/>
    public override string Name => "ngram-overlap";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Measures =>
        ["worst containment", "mean containment", "texts above half", "reworded copies", "worst containment with repeats", "worst containment of characters"];

    private protected override IEnumerable<Measurement> Measure(Candidate candidate, Against against, SourcePart source)
    {
        var texts = candidate.Rows.Select(row => preparation.Of(row.Text)).ToList();
        var all = new Containment(texts.Count);
        foreach (var part in source.Parts(texts, Cost))
        {
            var index = new ContainmentIndex(texts[part], words, RewordedWords, characters);
            var tally = source.WalkPrepared(preparation, () => new ContainmentTally(index), (mine, first, block) => mine.Add(first, block), (mine, other) => mine.Merge(other));
            all.Take(part.Start.Value, tally);
        }
        var worst = Shares(all.Words).DefaultIfEmpty(0).Max();
        var mean = Shares(all.Words).DefaultIfEmpty(0).Average();
        var above = Shares(all.Words).Count(value => value >= threshold);
        var copies = Shares(all.Reworded).Count(value => value >= reworded);
        var repeats = Shares(all.WithRepeats).DefaultIfEmpty(0).Max();
        var runs = Shares(all.Characters).DefaultIfEmpty(0).Max();
        var of = SourcePart.Words(against);
        var places = Places(all.Words, $"sequences of {words} words", 0);

        yield return Shown("worst containment", new Census(worst, texts.Count), MeasureUnit.Number, places,
            $"At worst, {worst:P1} of the {words}-word sequences of a text stand in one record of {of}.");
        yield return Shown("mean containment", new Census(mean, texts.Count), MeasureUnit.Number, places,
            $"On average, {mean:P1} of the {words}-word sequences of a text stand in the one record of {of} that holds most of them.");
        yield return Shown("texts above half", new Proportion(above, texts.Count), MeasureUnit.Share, Places(all.Words, $"sequences of {words} words", threshold),
            $"{above} of {texts.Count} texts have at least {threshold:P0} of their {words}-word sequences in one record of {of}.");
        yield return Shown("reworded copies", new Proportion(copies, texts.Count), MeasureUnit.Share, Places(all.Reworded, $"sequences of {RewordedWords} words", reworded),
            $"{copies} of {texts.Count} texts share at least {reworded:P0} of their {RewordedWords}-word sequences with one record of {of}.");
        yield return Shown("worst containment with repeats", new Census(repeats, texts.Count), MeasureUnit.Number, Places(all.WithRepeats, $"sequences of {words} words, repeats counted", 0),
            $"At worst, {repeats:P1} of the {words}-word sequences of a text, each as often as it stands there, stand in one record of {of}.");
        yield return Shown("worst containment of characters", new Census(runs, texts.Count), MeasureUnit.Number, Places(all.Characters, $"runs of {characters} characters", 0),
            $"At worst, {runs:P1} of the {characters}-character runs of a text stand in one record of {of}.");

        IEnumerable<double> Shares(BestSource[] best) => best.Select(one => one.Containment.Value ?? 0);

        IReadOnlyList<Instance> Places(BestSource[] best, string grams, double least) => Worst(
            from i in Enumerable.Range(0, texts.Count)
            let one = best[i]
            where one.Containment.Part > 0 && one.Containment.Value >= least
            select (one.Containment.Value!.Value, new Instance(
                candidate.Rows[i].Id, source.NameOf(one.Source!.Value), $"{one.Containment.Part} of {one.Containment.Whole} {grams}")));

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

    /// <summary>For every text of the candidate its best record.</summary>
    private sealed class Containment(int count)
    {
        public BestSource[] Words { get; } = new BestSource[count];

        public BestSource[] WithRepeats { get; } = new BestSource[count];

        public BestSource[] Reworded { get; } = new BestSource[count];

        public BestSource[] Characters { get; } = new BestSource[count];

        public void Take(int first, ContainmentTally tally)
        {
            for (var i = 0; i < tally.Count; i++)
                (Words[first + i], WithRepeats[first + i], Reworded[first + i], Characters[first + i]) = (tally.Words.Best(i), tally.Words.BestWithRepeats(i), tally.Reworded.Best(i), tally.Characters.Best(i));
        }
    }
}
