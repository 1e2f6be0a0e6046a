using System.Text.Json;
using Pipeline.Audits.Overlap;
using Pipeline.Audits.Text;

namespace Pipeline.Tests.Audits.Overlap;

/// <summary>Every pair of the golden file: the exact similarity, an estimate within four standard errors of it, and the chance to be proposed.</summary>
public sealed class GoldenMinHashTests
{
    private const int Permutations = 256;

    private static readonly JsonElement[] pairs =
        [.. JsonDocument.Parse(File.ReadAllText(Fixtures.Golden("audit", "minhash.json"))).RootElement.GetProperty("pairs").EnumerateArray()];

    public static TheoryData<string, TextUnit, int> Shingles => new() { { "word_3", TextUnit.Word, 3 }, { "char_5", TextUnit.Character, 5 } };

    [Fact]
    public void Has_all_pairs() => Assert.Equal(40, pairs.Length);

    [Theory]
    [MemberData(nameof(Shingles))]
    public void Knows_the_exact_similarity(string name, TextUnit unit, int n)
    {
        foreach (var pair in pairs)
        {
            var (a, b, expected) = (Text(pair, "a"), Text(pair, "b"), pair.GetProperty(name));
            var index = new GramIndex(new CandidateUnits([a], unit), n, ShortText.Undefined);
            var units = new UnitBuffer();
            index.Candidates.Read(b, units);
            var shared = new GramTally(index).Shared(units.Numbers).SingleOrDefault().Distinct;
            Assert.Equal(expected.GetProperty("intersection").GetInt32(), shared);
            Assert.Equal(expected.GetProperty("union").GetInt32(), index.DistinctGrams(0) + SourceShingles.CountDifferent(b, unit, n) - shared);
        }
    }

    [Theory]
    [MemberData(nameof(Shingles))]
    public void Estimates_within_four_standard_errors(string name, TextUnit unit, int n)
    {
        var signatures = new MinHash(Permutations, seed: 1);
        foreach (var pair in pairs)
        {
            var expected = pair.GetProperty(name).GetProperty("jaccard");
            // Where no text has a shingle there is nothing to estimate.
            if (expected.ValueKind == JsonValueKind.Null) continue;
            var similarity = expected.GetDouble();
            var estimate = MinHash.Agreement(Signature(signatures, Text(pair, "a"), unit, n), Signature(signatures, Text(pair, "b"), unit, n));
            if (similarity is 0 or 1) Assert.Equal(similarity, estimate);
            else Assert.InRange(Math.Abs(estimate - similarity), 0, 4 * Math.Sqrt(similarity * (1 - similarity) / Permutations));
        }
    }

    [Theory]
    [MemberData(nameof(Shingles))]
    public void States_the_chance_to_be_proposed(string name, TextUnit unit, int n)
    {
        _ = (unit, n);
        foreach (var expected in pairs.Select(pair => pair.GetProperty(name)).Where(expected => expected.GetProperty("jaccard").ValueKind == JsonValueKind.Number))
            Assert.Equal(expected.GetProperty("lsh_14_bands_of_8").GetDouble(), LshIndex.RecallAt(expected.GetProperty("jaccard").GetDouble(), 14, 8), 1e-12);
    }

    [Fact]
    public void Proposes_as_often_as_stated()
    {
        // Texts of known similarity: 60 shingles in common and 20 of each alone are J = 0.6.
        const int Pairs = 3000, Bands = 14, Rows = 8;
        var random = new Random(5);
        var signatures = new MinHash(Bands * Rows, seed: 2);
        var proposed = 0;
        for (var i = 0; i < Pairs; i++)
        {
            var common = Enumerable.Range(0, 60).Select(_ => "w" + random.NextInt64()).ToList();
            uint[] Of(string mine) => Signature(signatures, string.Join(' ', common.Concat(Enumerable.Range(0, 20).Select(k => mine + k + i))), TextUnit.Word, 1);
            var index = new LshIndex(Bands, Rows);
            index.Add(0, Of("a"));
            var found = new HashSet<int>();
            index.Propose(Of("b"), found);
            proposed += found.Count;
        }
        var expected = LshIndex.RecallAt(0.6, Bands, Rows);
        Assert.InRange((double)proposed / Pairs, expected - 4 * Math.Sqrt(expected * (1 - expected) / Pairs), expected + 4 * Math.Sqrt(expected * (1 - expected) / Pairs));
    }

    private static uint[] Signature(MinHash signatures, string text, TextUnit unit, int n)
    {
        var units = new UnitBuffer();
        new CandidateUnits([text], unit).Read(text, units, withHashes: true);
        return signatures.Of(units, n)!;
    }

    private static string Text(JsonElement pair, string name) => TextNormaliser.Full(pair.GetProperty(name).GetString()!);
}
