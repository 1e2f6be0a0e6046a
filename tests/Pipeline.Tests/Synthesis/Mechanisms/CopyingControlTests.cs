using Pipeline.Core.Corpora;
using Pipeline.Core.Inputs;
using Pipeline.Core.Privacy;
using Pipeline.Synthesis.Mechanisms;

namespace Pipeline.Tests.Synthesis.Mechanisms;

public sealed class CopyingControlTests
{
    private static readonly string[] Labels = ["billing", "delivery"];

    private static readonly SourceRecord[] Records =
        [.. Enumerable.Range(0, 40).Select(i => new SourceRecord($"{i}", $"u{i}", Labels[i % 2], $"a{i} b{i} c{i} d{i}"))];

    private static IReadOnlyList<LabelledText> Copy(int texts, int seed = 1) =>
        new CopyingControl(Private.Seal(new Corpus(Records)), Labels, texts, "record", new SeededNoise(seed)).RunOnce();

    [Fact]
    public void Copies_private_texts_and_alters_one_word_in_every_third()
    {
        var rows = Copy(30);
        for (var i = 0; i < 30; i++)
        {
            var words = rows[i].Text.Split(' ');
            var nearest = Records.Where(record => record.Label == rows[i].Label).Max(record => record.Text.Split(' ').Zip(words).Count(pair => pair.First == pair.Second));
            Assert.Equal(i % 3 == 2 ? 3 : 4, nearest);
        }
        Assert.Equal(30, rows.Select(row => row.Id).Distinct().Count());
        Assert.Equal(15, rows.Count(row => row.Label == "billing"));
    }

    [Fact]
    public void Goes_round_when_more_texts_are_asked_for_than_there_are() => Assert.Equal(100, Copy(100).Count);

    [Fact]
    public void Repeats_under_a_seed()
    {
        Assert.Equal(Copy(20), Copy(20));
        Assert.NotEqual(Copy(20), Copy(20, seed: 2));
    }

    [Fact]
    public void Claims_nothing()
    {
        var claim = new CopyingControl(Private.Seal(new Corpus(Records)), Labels, 1, "record", new SeededNoise(1)).Claim;
        Assert.Equal((double.PositiveInfinity, double.PositiveInfinity, NoiseOrigin.None), (claim.Epsilon, claim.Mu, claim.Noise));
    }

    [Fact]
    public void Refuses_a_corpus_without_the_labels() =>
        Assert.Throws<BadInputException>(() => new CopyingControl(Private.Seal(new Corpus(Records)), ["other"], 1, "record", new SeededNoise(1)).RunOnce());
}
