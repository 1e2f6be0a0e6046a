using System.Text.Json;
using Pipeline.Audits.Overlap;
using Pipeline.Audits.Text;

namespace Pipeline.Tests.Audits.Overlap;

/// <summary>Every row of the golden overlap file, made by brute force in another language.</summary>
public sealed class GoldenOverlapTests
{
    public static TheoryData<string> Labels => [.. Rows().Select(row => row.GetProperty("label").GetString()!)];

    [Fact]
    public void Has_all_rows() => Assert.Equal(118, Rows().Count());

    [Theory]
    [MemberData(nameof(Labels))]
    public void Agrees_exactly(string label)
    {
        var row = Row(label);
        var expected = row.GetProperty("expected");
        var prepare = Preparation(row);
        var (candidate, sources) = (prepare(Candidate(row)), Sources(row).ConvertAll(text => prepare(text)));
        Assert.Equal(expected.GetProperty("candidate_normalised").GetString(), candidate);
        Assert.Equal(expected.GetProperty("source_normalised").EnumerateArray().Select(text => text.GetString()!), sources);

        var unit = Unit(row);
        var units = Segmentation.Of(candidate, unit);
        Assert.Equal(
            expected.GetProperty("candidate_units").EnumerateArray().Select(text => text.GetString()),
            Enumerable.Range(0, units.Count).Select(i => units[i].ToString()));

        var cut = new CandidateUnits([candidate], unit);
        var index = new GramIndex(cut, row.GetProperty("n").GetInt32(), ShortText.Undefined);
        Assert.Equal(expected.GetProperty("candidate_grams").GetInt32(), index.Grams(0));
        Assert.Equal(expected.GetProperty("candidate_grams_distinct").GetInt32(), index.DistinctGrams(0));
        var tally = new GramTally(index, withUnion: true);
        var pairs = sources.Index().Select(source => Pair(index, tally, source.Index, source.Item)).ToList();
        var perSource = expected.GetProperty("per_source").EnumerateArray().ToList();
        Assert.Equal(perSource.Count, pairs.Count);
        foreach (var (pair, one) in pairs.Zip(perSource))
            foreach (var (name, share) in pair) AssertShare(one.GetProperty(name), share);
        foreach (var name in (string[])["containment_set", "containment_multiset", "jaccard"])
            AssertBestOf(expected.GetProperty("best_" + name), [.. pairs.Select(pair => pair[name])]);
        AssertBest(expected.GetProperty("best_containment_set"), tally.Best(0));
        AssertBest(expected.GetProperty("best_containment_multiset"), tally.BestWithRepeats(0));
        AssertShare(expected.GetProperty("union_containment_set"), tally.Union.AsSets()[0]);
        AssertShare(expected.GetProperty("union_containment_multiset"), tally.Union.WithRepeats()[0]);
        AssertShare(expected.GetProperty("pooled_containment_multiset"), tally.Union.Pooled()[0]);

        AssertRun(expected.GetProperty("longest_common_words"), candidate, sources, TextUnit.Word);
        AssertRun(expected.GetProperty("longest_common_chars"), candidate, sources, TextUnit.Character);

        var duplicates = new DuplicateTally(new DuplicateIndex([Candidate(row)], [TextNormaliser.Full(Candidate(row))]));
        foreach (var (number, source) in Sources(row).Index()) duplicates.Add(number, source, TextNormaliser.Full(source));
        Assert.Equal(Number(expected.GetProperty("exact_duplicate_of")), duplicates.ExactDuplicateOf(0));
        Assert.Equal(Number(expected.GetProperty("normalised_duplicate_of")), duplicates.PreparedDuplicateOf(0));
    }

    [Fact]
    public void Sees_look_alike_letters_in_skeletons()
    {
        var rows = Rows().Where(row => row.TryGetProperty("expected_skeleton", out _)).ToList();
        Assert.Equal(3, rows.Count);
        foreach (var row in rows)
        {
            var expected = row.GetProperty("expected_skeleton");
            var candidate = Skeleton.Of(TextNormaliser.Full(Candidate(row)));
            var sources = Sources(row).ConvertAll(text => Skeleton.Of(TextNormaliser.Full(text)));
            Assert.Equal(expected.GetProperty("candidate_normalised").GetString(), candidate);
            var cut = new CandidateUnits([candidate], Unit(row));
            var tally = new GramTally(new GramIndex(cut, row.GetProperty("n").GetInt32(), ShortText.Undefined), withUnion: true);
            foreach (var (number, source) in sources.Index()) tally.Add(number, Read(cut, source));
            AssertBest(expected.GetProperty("best_containment_set"), tally.Best(0));
            AssertShare(expected.GetProperty("union_containment_set"), tally.Union.AsSets()[0]);
            AssertRun(expected.GetProperty("longest_common_words"), candidate, sources, TextUnit.Word);
        }
    }

    private static Dictionary<string, Share> Pair(GramIndex index, GramTally tally, int number, string source)
    {
        var units = Read(index.Candidates, source);
        tally.Add(number, units);
        var shared = tally.Shared(units).SingleOrDefault();
        var (mine, theirs) = (index.DistinctGrams(0), SourceShingles.CountDifferent(source, index.Candidates.Unit, index.N));
        return new()
        {
            ["containment_set"] = new(shared.Distinct, mine),
            ["containment_multiset"] = new(shared.WithRepeats, index.Grams(0)),
            ["reverse_containment_set"] = new(shared.Distinct, theirs),
            ["jaccard"] = new(shared.Distinct, mine + theirs - shared.Distinct),
        };
    }

    private static int[] Read(CandidateUnits candidates, string source)
    {
        var units = new UnitBuffer();
        candidates.Read(source, units);
        return units.Numbers.ToArray();
    }

    private static void AssertShare(JsonElement expected, Share share)
    {
        if (expected.ValueKind == JsonValueKind.Null) Assert.Null(share.Value);
        else Assert.Equal(new Share(expected[0].GetInt32(), expected[1].GetInt32()), share);
    }

    private static void AssertBestOf(JsonElement expected, List<Share> shares)
    {
        var largest = shares.Max(share => share.Value);
        AssertBest(expected, largest is null ? default : new BestSource(shares.Find(share => share.Value == largest), shares.FindIndex(share => share.Value == largest)));
    }

    private static void AssertBest(JsonElement expected, BestSource best)
    {
        if (expected.ValueKind == JsonValueKind.Null)
        {
            Assert.Null(best.Source);
            return;
        }
        Assert.Equal(expected.GetProperty("source").GetInt32(), best.Source);
        Assert.Equal(expected.GetProperty("value").GetDouble(), best.Containment.Value!.Value, 1e-14);
    }

    private static void AssertRun(JsonElement expected, string candidate, List<string> sources, TextUnit unit)
    {
        var cut = new CandidateUnits([candidate], unit);
        var runs = new CommonRuns(new CommonRunIndex(cut));
        foreach (var (number, source) in sources.Index()) runs.Add(number, Read(cut, source));
        var run = runs.Longest().Single();
        Assert.Equal(expected.GetProperty("length").GetInt32(), run.Length);
        if (run.Length == 0) return;
        Assert.Equal(expected.GetProperty("source").GetInt32(), run.Source);
        Assert.Equal(expected.GetProperty("candidate_start").GetInt32(), run.CandidateStart);
        Assert.Equal(expected.GetProperty("source_start").GetInt32(), run.SourceStart);
        if (unit == TextUnit.Word) return;
        var (mine, theirs) = (Segmentation.Of(candidate, unit), Segmentation.Of(sources[run.Source], unit));
        var (start, end) = (mine.SpanOf(run.CandidateStart).Start, mine.SpanOf(run.CandidateStart + run.Length - 1).End);
        Assert.Equal(expected.GetProperty("candidate_start_utf16").GetInt32(), start);
        Assert.Equal(expected.GetProperty("source_start_utf16").GetInt32(), theirs.SpanOf(run.SourceStart).Start);
        Assert.Equal(expected.GetProperty("length_utf16").GetInt32(), end - start);
        Assert.Equal(expected.GetProperty("text").GetString(), candidate[start..end]);
    }

    // Lines end with LF alone: some texts hold U+2028, and File.ReadLines would be right too, but this is plain.
    private static IEnumerable<JsonElement> Rows() =>
        File.ReadAllText(Fixtures.Golden("audit", "overlap.jsonl")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement);

    private static JsonElement Row(string label) => Rows().Single(row => row.GetProperty("label").GetString() == label);

    private static string Candidate(JsonElement row) => row.GetProperty("candidate").GetString()!;

    private static List<string> Sources(JsonElement row) => [.. row.GetProperty("source").EnumerateArray().Select(text => text.GetString()!)];

    private static Func<string, string> Preparation(JsonElement row) =>
        row.GetProperty("normalisation").GetString() == "full" ? TextNormaliser.Full : text => text;

    private static TextUnit Unit(JsonElement row) => row.GetProperty("unit").GetString() switch
    {
        "word" => TextUnit.Word,
        "token" => TextUnit.Token,
        _ => TextUnit.Character,
    };

    private static int? Number(JsonElement number) => number.ValueKind == JsonValueKind.Null ? null : number.GetInt32();
}
