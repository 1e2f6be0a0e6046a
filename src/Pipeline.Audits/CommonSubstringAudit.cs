using Pipeline.Audits.Overlap;
using Pipeline.Audits.Text;
using Pipeline.Core.Evidence;
using Pipeline.Core.Releases;

namespace Pipeline.Audits;

/// <summary>
/// Asks for the longest run that a candidate text shares with a source record, in words and in characters of the normalised texts:
/// finds the copied sentence inside an otherwise new text. A text of fewer than k words that stands whole in a record counts
/// as sharing a long run.
/// </summary>
public sealed class CommonSubstringAudit : SourceAudit
{
    /// <summary>
    /// Most bytes for a character of the candidate: the automata of its words and characters, of up to two states and three
    /// edges a unit, with what two threads note of them.
    /// </summary>
    private const int BytesForCharacter = 400;

    private readonly int words;
    private readonly Preparation preparation;

    /// <summary>Calls a run long from so many words.</summary>
    /// <param name="words">Words from which a run is long.</param>
    /// <param name="lookAlikes">Whether letters of other scripts count as the Latin ones they look like.</param>
    public CommonSubstringAudit(int words = 12, bool lookAlikes = true)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(words, 1);
        this.words = words;
        preparation = new Preparation(lookAlikes);
    }

    /// <inheritdoc/>
    public override string Name => "common-substring";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Measures => ["longest common words", "longest common characters", "texts sharing a long run"];

    private protected override IEnumerable<Measurement> Measure(Candidate candidate, Against against, SourcePart source)
    {
        var texts = candidate.Rows.Select(row => preparation.Of(row.Text)).ToList();
        var lengths = texts.ConvertAll(text => Segmentation.CountIn(text, TextUnit.Word));
        var (wordRuns, characterRuns) = (new CommonRun[texts.Count], new CommonRun[texts.Count]);
        foreach (var cut in source.Parts(texts, BytesForCharacter))
        {
            var index = new RunsIndex(texts[cut]);
            var found = source.WalkPrepared(preparation, () => new RunsSearch(index), (mine, number, text) => mine.Add(number, text), (mine, other) => mine.Merge(other));
            found.Words.Longest().ToArray().CopyTo(wordRuns, cut.Start.Value);
            found.Characters.Longest().ToArray().CopyTo(characterRuns, cut.Start.Value);
        }
        var part = SourcePart.Words(against);

        yield return Longest("longest common words", MeasureUnit.Words, wordRuns, "words");
        yield return Longest("longest common characters", MeasureUnit.Characters, characterRuns, "characters");
        var sharing = Enumerable.Range(0, texts.Count).Where(i => lengths[i] > 0 && wordRuns[i].Length >= Math.Min(words, lengths[i])).ToList();
        yield return new Measurement
        {
            Measure = "texts sharing a long run",
            Against = against,
            Statistic = new Proportion(sharing.Count, texts.Count),
            Unit = MeasureUnit.Share,
            NoLeak = 0,
            Meaning = $"{sharing.Count} of {texts.Count} texts share {words} words in a row, or all their words if they have fewer, with a record of {part}.",
            Instances = Worst(sharing.Select(i => Place(wordRuns[i], i, "words"))),
        };

        Measurement Longest(string measure, MeasureUnit unit, IReadOnlyList<CommonRun> runs, string units)
        {
            var longest = runs.Select(run => run.Length).DefaultIfEmpty(0).Max();
            return new Measurement
            {
                Measure = measure,
                Against = against,
                Statistic = new Census(longest, texts.Count),
                Unit = unit,
                Meaning = $"The longest run that a text shares with a record of {part} is {longest} {units}.",
                Instances = Worst(Enumerable.Range(0, texts.Count).Where(i => runs[i].Length > 0).Select(i => Place(runs[i], i, units))),
            };
        }

        (double Score, Instance Instance) Place(CommonRun run, int i, string units) => (run.Length, new Instance(
            candidate.Rows[i].Id, source.NameOf(run.Source),
            $"{run.Length} {units}, after {run.CandidateStart} of the text and {run.SourceStart} of the record"));
    }
}
