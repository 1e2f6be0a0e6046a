using Pipeline.Audits;
using Pipeline.Audits.Text;
using Pipeline.Core.Evidence;

namespace Pipeline.Tests.Audits;

public sealed class NearDuplicatesAuditTests
{
    private const string Record = "please send the new router to my home address in the old town today";

    private readonly AuditBench bench = new(new NearDuplicatesAudit());

    [Theory]
    [InlineData(Samples.Letter)]
    [InlineData(Samples.Disguised)]
    [InlineData(Samples.SameButForm)]
    public void Catches_a_copy_however_it_is_dressed(string copy) => Assert.Equal(1, Estimate("near duplicates", copy));

    [Fact]
    public void Catches_a_copy_that_lacks_a_word_and_says_how_alike_it_is()
    {
        var finding = bench.Against(["please send the new router to my home address in the old town", Samples.Clean], [Samples.Other, Record], "near duplicates");
        Assert.Equal(new Proportion(1, 2), finding.Statistic);
        Assert.Equal(new Instance("s-0", AuditBench.Names.Of("t-1"), "11 of 12 sequences of 3 words in common"), finding.Instances.Single());
        Assert.Contains("99.997", finding.Meaning, StringComparison.Ordinal);
    }

    [Fact]
    public void Counts_records_once_however_many_texts_repeat_them() =>
        Assert.Equal(new Census(2, 3), bench.Against([Record, Record + " please", Samples.Letter], [Record, Samples.Letter, Samples.Other], "records nearly repeated").Statistic);

    [Theory]
    [InlineData("Thank you", "THANK you!", 1)]
    [InlineData("Thank you", "Thank you very much indeed", 0)]
    [InlineData("Thank you", "you thank", 0)]
    [InlineData("...", "...", 0)]
    public void Compares_texts_shorter_than_a_sequence_whole(string text, string record, double share) =>
        Assert.Equal(share, bench.Against([text], [record], "near duplicates").Statistic.Estimate);

    [Fact]
    public void Passes_texts_of_its_own_and_a_sentence_taken_out_of_a_record()
    {
        foreach (var measure in new NearDuplicatesAudit().Measures)
        {
            Assert.Equal(0, Estimate(measure, Samples.Clean));
            Assert.Equal(0, Estimate(measure, Samples.SentenceInside));
        }
    }

    [Fact]
    public void Finds_exactly_the_pairs_that_trying_all_of_them_finds()
    {
        var random = new Random(11);
        var records = Enumerable.Range(0, 400).Select(_ => Words(random, 40)).ToArray();
        // One to four words changed: from well above the similarity to well below it.
        var texts = Enumerable.Range(0, 200).Select(i => Changed(random, records[i].Split(' '), i % 5)).ToArray();
        var expected = texts.Count(text => records.Any(record => Jaccard(text, record) >= 0.8));
        Assert.InRange(expected, 40, 199);
        Assert.Equal(new Proportion(expected, 200), bench.Against(texts, records, "near duplicates").Statistic);
    }

    private double Estimate(string measure, string text) => bench.Against([text], [Samples.Other, Samples.Letter], measure).Statistic.Estimate;

    private static string Words(Random random, int count) => string.Join(' ', Enumerable.Range(0, count).Select(_ => "w" + random.Next(500)));

    private static string Changed(Random random, string[] words, int changes)
    {
        for (var i = 0; i < changes; i++) words[random.Next(words.Length)] = "changed" + random.Next();
        return string.Join(' ', words);
    }

    private static double Jaccard(string one, string other)
    {
        var (a, b) = (Trigrams(one), Trigrams(other));
        return (double)a.Intersect(b).Count() / a.Union(b).Count();

        static HashSet<string> Trigrams(string text)
        {
            var words = Segmentation.Of(text, TextUnit.Word);
            return [.. Enumerable.Range(0, words.Count - 2).Select(i => $"{words[i]} {words[i + 1]} {words[i + 2]}")];
        }
    }
}
