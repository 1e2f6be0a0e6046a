using Pipeline.Core.Inputs;
using Pipeline.Synthesis.Features;
using Pipeline.Tests.Synthesis.Models;

namespace Pipeline.Tests.Synthesis.Features;

[Collection(LoadedModelCollection.Name)]
public sealed class LabelWordsTests(LoadedModel loaded)
{
    private LabelWords Words(params string[] words) => new(loaded.Model, new TextEncoder(loaded.Model, "{text} It was"), words);

    [Fact]
    public void A_label_of_one_token_has_the_golden_probability()
    {
        var golden = GoldenModel.Json("smollm2-label-gradient.json");
        var pairs = golden.GetProperty("pairs").EnumerateArray().Take(4).ToList();
        var scores = Words(" terrible", " great").LogProbabilities([.. pairs.Select(pair => pair.GetProperty("text").GetString()!)], null, TestContext.Current.CancellationToken);
        foreach (var (pair, row) in pairs.Zip(scores))
        {
            var expected = pair.GetProperty("p_full").EnumerateArray().Select(p => Math.Log(p.GetDouble())).ToArray();
            Assert.Equal(expected[0], row[0], 2e-3);
            Assert.Equal(expected[1], row[1], 2e-3);
        }
    }

    [Fact]
    public void A_label_of_several_tokens_adds_them_up()
    {
        const string Text = "a slow, joyless plod .";
        var cancellation = TestContext.Current.CancellationToken;
        var both = Words(" very great").LogProbabilities([Text], null, cancellation)[0][0];
        var first = Words(" very").LogProbabilities([Text], null, cancellation)[0][0];
        var second = new LabelWords(loaded.Model, new TextEncoder(loaded.Model, "{text} It was very"), [" great"]).LogProbabilities([Text], null, cancellation)[0][0];
        Assert.Equal(first + second, both, 2e-3);
        Assert.True(both < first);
    }

    [Fact]
    public void Centring_takes_away_what_the_model_says_of_every_text()
    {
        string[] texts = ["i loved every minute of it .", "a wonderful , funny film .", "i hated every minute of it .", "a boring , stupid film ."];
        var centred = Words(" terrible", " great").Centred(texts, null, TestContext.Current.CancellationToken);
        Assert.All(new[] { 0, 1 }, c => Assert.Equal(0, centred.Average(row => row[c]), 1e-9));
        Assert.Equal(1, Words(" terrible", " great").Fidelity(texts, [1, 1, 0, 0], null, TestContext.Current.CancellationToken));
        Assert.Equal(0, Words(" terrible", " great").Fidelity(texts, [0, 0, 1, 1], null, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_label_without_tokens_is_refused() => Assert.Throws<BadInputException>(() => Words(" great", ""));
}
