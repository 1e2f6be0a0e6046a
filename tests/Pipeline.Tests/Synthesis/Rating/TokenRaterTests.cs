using Pipeline.Synthesis.Models;
using Pipeline.Synthesis.Rating;
using Pipeline.Tests.Synthesis.Models;

namespace Pipeline.Tests.Synthesis.Rating;

/// <summary>On a tiny random model with a tokenizer of bytes.</summary>
public sealed class TokenRaterTests : IDisposable
{
    private readonly TinyFolder folder = new("tiny-llama-tied");

    private static readonly string[] Texts = ["the bin in the hall", "a thing, then another", "", "x", "inthe inthe inthe"];

    public void Dispose() => folder.Dispose();

    private TokenRater Load() => TokenRater.Load(folder.Folder, ModelDevice.Cpu, cancellation: TestContext.Current.CancellationToken);

    [Fact]
    public void Ratings_add_up_to_the_models_own_likelihood()
    {
        using var rater = Load();
        var rated = rater.Rate(Texts, null, TestContext.Current.CancellationToken);
        using var model = LanguageModel.Load(folder.Folder, new ModelOptions(ModelDevice.Cpu, ComputeType.Fp32), cancellation: TestContext.Current.CancellationToken);
        foreach (var (i, text) in Texts.Index())
        {
            var ids = model.Tokenizer.Encode(text, parseSpecial: false);
            Assert.Equal(Math.Max(0, ids.Length - 1), rated.Texts[i].Length);
            if (ids.Length < 2) continue;
            Assert.Equal(model.NegativeLogLikelihood([ids], cancellation: TestContext.Current.CancellationToken)[0], -rated.Texts[i].Average(token => (double)token.LogProbability), 1e-5);
        }
    }

    /// <summary>The mean of ln p is minus the entropy, so it lies between that of one token and that of all being alike.</summary>
    [Fact]
    public void Expectations_are_those_of_a_distribution()
    {
        using var rater = Load();
        foreach (var token in rater.Rate(Texts, null, TestContext.Current.CancellationToken).Texts.SelectMany(text => text))
        {
            Assert.InRange(token.LogProbability, float.NegativeInfinity, 0);
            Assert.InRange(token.Mean, -Math.Log(320) - 1e-4, 0);
            Assert.InRange(token.Deviation, 0, 20);
        }
    }

    [Fact]
    public void A_text_is_rated_alike_in_any_company_and_never_shown()
    {
        using var rater = Load();
        var together = rater.Rate(Texts, null, TestContext.Current.CancellationToken);
        for (var i = 0; i < Texts.Length; i++)
            Assert.Equal(rater.Rate([Texts[i]], null, TestContext.Current.CancellationToken).Texts[0], together.Texts[i]);
        Assert.Equal("5 rated texts", together.ToString());
    }

    [Fact]
    public void Fine_tuning_makes_its_texts_likelier_than_others_and_repeats_itself()
    {
        string[] learned = ["the cat sat in the hall and the dog", "the fish in the inn then a thin thing"];
        string[] others = ["qzx 1974 ##!! wvu", "ZKR/88-21 (kpf) 0x3F"];
        double[] Run()
        {
            using var rater = Load();
            var (before, after) = rater.FineTune(learned, new FineTuning { Epochs = 30, Rate = 1e-2, Batch = 2 }, null, TestContext.Current.CancellationToken);
            Assert.True(after < before - 1, $"{before} to {after}");
            double Mean(string[] texts) => rater.Rate(texts, null, TestContext.Current.CancellationToken).Texts.SelectMany(text => text).Average(token => (double)token.LogProbability);
            Assert.Equal(-after, Mean(learned), .05);
            Assert.True(Mean(learned) > Mean(others) + 1);
            return [before, after];
        }
        var (first, second) = (Run(), Run());
        Assert.Equal(first[1], second[1], 1e-3);
    }

    [Fact]
    public void Stops_when_cancelled_and_can_rate_on()
    {
        using var rater = Load();
        using var stop = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => rater.FineTune(Texts, new FineTuning { Epochs = 1000 }, new Once(stop.Cancel), stop.Token));
        Assert.NotEmpty(rater.Rate(Texts, null, TestContext.Current.CancellationToken).Texts[0]);
    }

    private sealed class Once(Action act) : IProgress<Pipeline.Core.StageProgress>
    {
        public void Report(Pipeline.Core.StageProgress value) => act();
    }
}
