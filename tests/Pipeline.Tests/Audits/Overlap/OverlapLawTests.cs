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
            given => Runs(given.Candidates, given.Sources, TextUnit.Character).Longest().SequenceEqual(given.Candidates.Select(candidate => Longest(candidate, given.Sources))),
            iter: 5_000);

    [Fact]
    public void Merged_searches_find_what_one_finds_whoever_read_which_text() =>
        Gen.Select(texts, Gen.Bool.Array[5]).Sample(
            given =>
            {
                var (candidates, sources) = given.Item1;
                var cut = new CandidateUnits(candidates, TextUnit.Character);
                var index = new CommonRunIndex(cut);
                CommonRuns[] two = [new(index), new(index)];
                foreach (var (number, source) in sources.Index()) two[given.Item2[number] ? 1 : 0].Add(number, Read(cut, source));
                two[0].Merge(two[1]);
                return two[0].Longest().SequenceEqual(candidates.Select(candidate => Longest(candidate, sources)));
            },
            iter: 2_000);

    [Fact]
    public void A_filter_hides_no_run_of_its_length() =>
        Gen.Select(Gen.String[Gen.Char['a', 'c'], 0, 60].Array[1, 4], Gen.String[Gen.Char['a', 'c'], 0, 60].Array[0, 4], Gen.Int[1, 12]).Sample(
            given =>
            {
                var (candidates, sources, least) = given;
                var cut = new CandidateUnits(candidates, TextUnit.Character);
                var tracker = new RunTracker(new RunIndex(cut, [.. Enumerable.Range(0, candidates.Length)]), new SeedFilter(cut, least));
                foreach (var (number, source) in sources.Index()) tracker.Add(number, Read(cut, source));
                return tracker.Longest().Zip(candidates.Select(candidate => Longest(candidate, sources)))
                    .All(pair => pair.Second.Length < least ? pair.First.Length < least : pair.First == pair.Second);
            },
            iter: 5_000);

    [Fact]
    public void Shared_grams_of_many_texts_are_those_of_counting_each_pair() =>
        Gen.Select(texts, Gen.Int[1, 4]).Sample(
            given =>
            {
                var (candidates, sources) = given.Item1;
                var index = new GramIndex(new CandidateUnits(candidates, TextUnit.Character), given.Item2, ShortText.Undefined);
                foreach (var source in sources)
                {
                    var shared = new GramTally(index).Shared(Read(index.Candidates, source)).ToDictionary(one => one.Candidate);
                    for (var i = 0; i < candidates.Length; i++)
                    {
                        var (mine, theirs) = (Grams(candidates[i], given.Item2), Grams(source, given.Item2));
                        var one = shared.GetValueOrDefault(i);
                        if (one.Distinct != mine.Distinct().Intersect(theirs).Count()) return false;
                        if (one.WithRepeats != mine.Distinct().Sum(gram => Math.Min(mine.Count(gram.Equals), theirs.Count(gram.Equals)))) return false;
                        if (SourceShingles.CountDifferent(source, TextUnit.Character, given.Item2) != theirs.Distinct().Count()) return false;
                    }
                }
                return true;
            },
            iter: 2_000);

    [Fact]
    public void Merged_tallies_hold_what_one_holds_whoever_read_which_text() =>
        Gen.Select(texts, Gen.Bool.Array[5]).Sample(
            given =>
            {
                var (candidates, sources) = given.Item1;
                var index = new GramIndex(new CandidateUnits(candidates, TextUnit.Character), 2, ShortText.OneGram);
                GramTally[] two = [new(index, withUnion: true), new(index, withUnion: true)];
                var one = new GramTally(index, withUnion: true);
                foreach (var (number, source) in sources.Index())
                {
                    one.Add(number, Read(index.Candidates, source));
                    two[given.Item2[number] ? 1 : 0].Add(number, Read(index.Candidates, source));
                }
                two[0].Merge(two[1]);
                return Enumerable.Range(0, candidates.Length).All(i => one.Best(i) == two[0].Best(i) && one.BestWithRepeats(i) == two[0].BestWithRepeats(i))
                    && one.Union.AsSets().SequenceEqual(two[0].Union.AsSets()) && one.Union.WithRepeats().SequenceEqual(two[0].Union.WithRepeats())
                    && one.Union.Pooled().SequenceEqual(two[0].Union.Pooled());
            },
            iter: 2_000);

    [Fact]
    public void A_short_text_is_one_gram_that_is_found_wherever_its_units_stand_in_a_row() =>
        Gen.Select(text, text).Sample(
            given =>
            {
                var index = new GramIndex(new CandidateUnits([given.Item1], TextUnit.Character), 50, ShortText.OneGram);
                var tally = new GramTally(index);
                tally.Add(0, Read(index.Candidates, given.Item2));
                var expected = given.Item1.Length == 0 ? (double?)null : given.Item2.Contains(given.Item1, StringComparison.Ordinal) ? 1 : 0;
                return tally.Best(0).Containment.Value == expected;
            },
            iter: 2_000);

    [Fact]
    public void A_text_contains_itself_wherever_it_stands() =>
        Gen.Select(Gen.String[0, 30], Gen.String[0, 30]).Sample(given =>
        {
            var (part, whole) = (TextNormaliser.Full(given.Item1), TextNormaliser.Full(given.Item2 + " " + given.Item1));
            return Runs([part], [whole], TextUnit.Word).Longest()[0].Length == Segmentation.CountIn(part, TextUnit.Word);
        });

    private static CommonRuns Runs(string[] candidates, string[] sources, TextUnit unit)
    {
        var cut = new CandidateUnits(candidates, unit);
        var runs = new CommonRuns(new CommonRunIndex(cut));
        foreach (var (number, source) in sources.Index()) runs.Add(number, Read(cut, source));
        return runs;
    }

    private static int[] Read(CandidateUnits candidates, string source)
    {
        var units = new UnitBuffer();
        candidates.Read(source, units);
        return units.Numbers.ToArray();
    }

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
