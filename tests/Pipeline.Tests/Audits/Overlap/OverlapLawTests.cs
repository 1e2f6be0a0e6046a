using CsCheck;
using Pipeline.Audits.Overlap;
using Pipeline.Audits.Text;

namespace Pipeline.Tests.Audits.Overlap;

/// <summary>The indexes of many candidate texts agree with trying everything, on texts with many repeats.</summary>
public sealed class OverlapLawTests
{
    private static readonly Gen<string> text = Gen.String[Gen.Char['a', 'c'], 0, 12];

    private static readonly Gen<(string[] Candidates, string[] Sources)> texts = Gen.Select(text.Array[0, 5], text.Array[0, 5]);

    [Fact]
    public void Longest_runs_of_many_texts_are_those_of_trying_every_place() =>
        texts.Sample(
            given =>
            {
                var runs = new CommonRuns(given.Candidates, TextUnit.Character);
                foreach (var source in given.Sources) runs.Add(source);
                return runs.Longest().SequenceEqual(given.Candidates.Select(candidate => Longest(candidate, given.Sources)));
            },
            iter: 5_000);

    [Fact]
    public void Shared_grams_of_many_texts_are_those_of_counting_each_pair() =>
        Gen.Select(texts, Gen.Int[1, 4]).Sample(
            given =>
            {
                var (candidates, sources) = given.Item1;
                var index = new GramIndex(candidates, given.Item2, TextUnit.Character, ShortText.Undefined);
                var tally = new GramTally(index);
                foreach (var source in sources)
                {
                    var shared = tally.Add(index.Read(source)).ToDictionary(one => one.Candidate);
                    for (var i = 0; i < candidates.Length; i++)
                    {
                        var (mine, theirs) = (Grams(candidates[i], given.Item2), Grams(source, given.Item2));
                        var one = shared.GetValueOrDefault(i);
                        if (one.Distinct != mine.Distinct().Intersect(theirs).Count()) return false;
                        if (one.WithRepeats != mine.Distinct().Sum(gram => Math.Min(mine.Count(gram.Equals), theirs.Count(gram.Equals)))) return false;
                    }
                }
                return true;
            },
            iter: 2_000);

    [Fact]
    public void A_short_text_is_one_gram_that_is_found_wherever_its_units_stand_in_a_row() =>
        Gen.Select(text, text).Sample(
            given =>
            {
                var index = new GramIndex([given.Item1], 50, TextUnit.Character, ShortText.OneGram);
                var tally = new GramTally(index);
                tally.Add(index.Read(given.Item2));
                var expected = given.Item1.Length == 0 ? (double?)null : given.Item2.Contains(given.Item1, StringComparison.Ordinal) ? 1 : 0;
                return tally.Best(0).Containment.Value == expected;
            },
            iter: 2_000);

    [Fact]
    public void A_text_contains_itself_wherever_it_stands() =>
        Gen.Select(Gen.String[0, 30], Gen.String[0, 30]).Sample(given =>
        {
            var (part, whole) = (TextNormaliser.Full(given.Item1), TextNormaliser.Full(given.Item2 + " " + given.Item1));
            var runs = new CommonRuns([part], TextUnit.Word);
            runs.Add(whole);
            return runs.Longest()[0].Length == Segmentation.Of(part, TextUnit.Word).Count;
        });

    private static CommonRun Longest(string candidate, string[] sources)
    {
        var best = default(CommonRun);
        for (var s = 0; s < sources.Length; s++)
        {
            for (var i = 0; i < candidate.Length; i++)
            {
                for (var j = 0; j < sources[s].Length; j++)
                {
                    var length = candidate.AsSpan(i).CommonPrefixLength(sources[s].AsSpan(j));
                    if (length > best.Length) best = new CommonRun(length, s, i, j);
                }
            }
        }
        return best;
    }

    private static List<string> Grams(string text, int n) => [.. Enumerable.Range(0, Math.Max(0, text.Length - n + 1)).Select(i => text.Substring(i, n))];
}
