using Pipeline.Synthesis.Matching;
using Pipeline.Synthesis.Proposals;
using Pipeline.Synthesis.Selection;

namespace Pipeline.Tests.Synthesis.Selection;

/// <summary>Selection on made-up vectors: two classes along one axis, and noise.</summary>
public sealed class MatchedTextsTests
{
    private const int Dimensions = 5;

    private static (List<Proposal> Proposals, double[][] Phi) Pool(int count, double wrong)
    {
        var random = new Random(7);
        var proposals = new List<Proposal>();
        var phi = new double[count][];
        for (var i = 0; i < count; i++)
        {
            var label = i % 2;
            var side = random.NextDouble() < wrong ? 1 - label : label;
            var vector = Enumerable.Range(0, Dimensions).Select(_ => random.NextDouble() - .5).ToArray();
            vector[0] = (side == 1 ? 1 : -1) + .4 * vector[0];
            var norm = Math.Sqrt(vector.Sum(x => x * x));
            phi[i] = [.. vector.Select(x => x / norm)];
            proposals.Add(new Proposal($"text {i}", label, -2));
        }
        return (proposals, phi);
    }

    private static GradientTarget Target()
    {
        double[][] means = [[-.8, .1, .05, 0, .1], [.8, -.1, 0, .05, .1]];
        double[][] head = [[-3, 0, 0, 0, 0], [3, 0, 0, 0, 0]];
        return new GradientTarget(means, [50, 50], head, [new PathStep([[0, 0, 0, 0, 0]], [[-.8, .1, .02, 0, .0]])]);
    }

    [Fact]
    public void Chooses_as_many_of_each_class_and_only_agreeing_ones()
    {
        var (proposals, phi) = Pool(400, wrong: .4);
        var matched = MatchedTexts.Choose(proposals, phi, Target(), 21, 1e-3, CancellationToken.None);
        Assert.Equal([11, 10], new[] { 0, 1 }.Select(c => matched.Chosen.Count(i => proposals[i].Label == c)));
        Assert.Equal(matched.Chosen.Count, matched.Chosen.Distinct().Count());
        Assert.All(matched.Chosen, i => Assert.Equal(proposals[i].Label == 1, phi[i][0] > 0));
        Assert.All(matched.Classes, own => Assert.InRange(own.Filtered.Agreeing, 90, 150));
    }

    [Fact]
    public void Matches_better_than_a_random_choice()
    {
        var (proposals, phi) = Pool(400, wrong: .2);
        var matched = MatchedTexts.Choose(proposals, phi, Target(), 20, 1e-3, CancellationToken.None);
        Assert.All(matched.Classes, own => Assert.True(own.Match.Loss <= own.Match.LossBefore && own.Match.Loss < own.ResidualOfRandom));
        Assert.InRange(matched.Check.AtZero.Min(), .9, 1);
    }

    [Fact]
    public void Chooses_alike_every_time()
    {
        var (proposals, phi) = Pool(300, wrong: .3);
        Assert.Equal(
            MatchedTexts.Choose(proposals, phi, Target(), 20, 1e-3, CancellationToken.None).Chosen,
            MatchedTexts.Choose(proposals, phi, Target(), 20, 1e-3, CancellationToken.None).Chosen);
    }

    [Fact]
    public void Fills_up_with_the_nearest_misses_when_too_few_agree_and_says_so()
    {
        var (proposals, phi) = Pool(60, wrong: .95);
        var matched = MatchedTexts.Choose(proposals, phi, Target(), 40, 1e-3, CancellationToken.None);
        Assert.All(matched.Classes, own => Assert.True(own.Filtered.Agreeing < own.Match.Chosen.Count));
        Assert.Equal(40, matched.Chosen.Count);
    }

    [Fact]
    public void Refuses_when_there_are_fewer_proposals_than_texts()
    {
        var (proposals, phi) = Pool(10, wrong: 0);
        Assert.Throws<ArgumentException>(() => MatchedTexts.Choose(proposals, phi, Target(), 20, 1e-3, CancellationToken.None));
    }
}
