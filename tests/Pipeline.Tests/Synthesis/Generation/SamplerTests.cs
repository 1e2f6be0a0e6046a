using CsCheck;
using Pipeline.Synthesis.Generation;

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
