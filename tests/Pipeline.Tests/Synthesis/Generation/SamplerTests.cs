using CsCheck;
using Pipeline.Synthesis.Generation;
using TorchSharp;

namespace Pipeline.Tests.Synthesis.Generation;

public sealed class SamplerTests
{
    private static readonly Gen<float[]> scores = Gen.Float[-8, 8].Select(score => MathF.Round(score * 4) / 4).Array[1, 700];

    [Fact]
    public void Draws_what_sorting_the_whole_vocabulary_would_draw() =>
        Gen.Select(scores, Gen.Double[0, .999999], Gen.Int[1, 40], Gen.Double[.1, 1], Gen.Double[.3, 2]).Sample((all, uniform, topK, topP, temperature) =>
        {
            var settings = new GenerationSettings { MaximumTokens = 1, TopK = topK, TopP = topP, Temperature = temperature };
            var (id, logProbability) = new Sampler(settings).Draw(all, uniform);
            Assert.Equal(BySorting(all, uniform, settings), id);
            Assert.Equal(all[id] - Math.Log(all.Sum(score => Math.Exp(score))), logProbability, 1e-4);
        });

    [Fact]
    public void Draws_the_same_from_the_likeliest_found_where_the_scores_lie() =>
        Gen.Select(scores, Gen.Double[0, .999999], Gen.Int[1, 40], Gen.Int[0, 3]).Sample((all, uniform, topK, held) =>
        {
            // Scores in steps of a quarter meet often, at the K-th place too; some are zero, and some may be held back.
            for (var i = 0; i < held; i++) all[(i * 7919 + 13) % all.Length] = all.Length > held ? float.NegativeInfinity : 0;
            var sampler = new Sampler(new GenerationSettings { MaximumTokens = 1, TopK = topK });
            var (id, logProbability) = sampler.Draw(all, uniform);
            using var rows = torch.tensor([.. all, .. all.Reverse()], [2, all.Length]);
            var found = Shortlist.Of(rows, sampler.Most).Draw(sampler, 0, uniform);
            Assert.Equal(id, found.Id);
            Assert.Equal(logProbability, found.LogProbability, 1e-4);
            Assert.Equal(sampler.Draw(all.Reverse().ToArray(), uniform).Id, Shortlist.Of(rows, sampler.Most).Draw(sampler, 1, uniform).Id);
        });

    [Theory]
    [InlineData(0f)]
    [InlineData(1f)]
    [InlineData(-1f)]
    [InlineData(1.9999999f)]
    [InlineData(-1.9999999f)]
    [InlineData(1e-39f)]
    [InlineData(-40f)]
    public void Equal_scores_of_a_whole_vocabulary_are_taken_in_order_of_their_ids(float score)
    {
        const int Tokens = 200_000, Ahead = 150_001;
        var all = Enumerable.Repeat(score, Tokens).ToArray();
        // The next greater float is likelier than all the others, wherever it stands.
        all[Ahead] = MathF.BitIncrement(score);
        using var rows = torch.tensor(all, [1, Tokens]);
        var sampler = new Sampler(new GenerationSettings { MaximumTokens = 1, TopK = 5, TopP = 1 });
        var found = Shortlist.Of(rows, sampler.Most);
        Assert.Equal([Ahead, 0, 1, 2, 3], Enumerable.Range(0, 5).Select(i => found.Draw(sampler, 0, (i + .5) / 5).Id));
    }

    [Fact]
    public void Takes_the_first_of_the_likeliest_at_temperature_zero() =>
        scores.Sample(all => Assert.Equal(
            Array.IndexOf(all, all.Max()),
            new Sampler(new GenerationSettings { MaximumTokens = 1, Temperature = 0 }).Draw(all, .5).Id));

    [Fact]
    public void Draws_each_token_as_often_as_its_probability_says()
    {
        var sampler = new Sampler(new GenerationSettings { MaximumTokens = 1, TopP = 1 });
        float[] logits = [0, MathF.Log(2), MathF.Log(5)];
        const int Draws = 20_000;
        var seen = new int[3];
        for (var sample = 0; sample < Draws; sample++) seen[sampler.Draw(logits, CounterRandom.Uniform(7, 1, sample, 3)).Id]++;
        // Five standard deviations of a binomial count around its mean.
        foreach (var (count, p) in seen.Zip([.125, .25, .625])) Assert.Equal(Draws * p, count, 5 * Math.Sqrt(Draws * p * (1 - p)));
    }

    [Fact]
    public void Random_numbers_differ_in_every_coordinate()
    {
        var drawn = new HashSet<double>();
        for (var seed = 0ul; seed < 10; seed++)
            for (var prompt = 0; prompt < 10; prompt++)
                for (var sample = 0; sample < 10; sample++)
                    for (var step = 0; step < 10; step++)
                        Assert.True(drawn.Add(CounterRandom.Uniform(seed, prompt, sample, step)));
        Assert.All(drawn, value => Assert.InRange(value, 0, 1 - 1e-16));
        Assert.Equal(.5, drawn.Average(), .015);
    }

    private static int BySorting(float[] all, double uniform, GenerationSettings settings)
    {
        var likeliest = all.Index().OrderByDescending(pair => pair.Item).ThenBy(pair => pair.Index).Take(settings.TopK).ToList();
        var weights = likeliest.Select(pair => Math.Exp((pair.Item - likeliest[0].Item) / settings.Temperature)).ToList();
        var kept = 0;
        for (var nucleus = 0.0; kept < weights.Count && nucleus < settings.TopP * weights.Sum(); kept++) nucleus += weights[kept];
        var left = uniform * weights.Take(kept).Sum();
        for (var i = 0; i < kept - 1; i++)
            if ((left -= weights[i]) < 0) return likeliest[i].Index;
        return likeliest[kept - 1].Index;
    }
}
