using CsCheck;
using Pipeline.Core.Numerics;
using Pipeline.Synthesis.Matching;
using Pipeline.Tests.Core.Numerics;

namespace Pipeline.Tests.Synthesis.Matching;

public sealed class MatchingPursuitTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Chooses_the_golden_texts_in_the_golden_order(int label)
    {
        var golden = Recipe.Json.GetProperty("pursuit")[label];
        var agreeing = golden.GetProperty("agreeing").Integers();
        var head = GradientPathTests.GoldenHead;
        var zero = Dense.Zeros(1, 7);
        var last = new double[7];
        foreach (var step in GradientPathTests.Golden.Skip(15)) Dense.AddScaled(last, 1.0 / 15, GradientPathTests.ClassMean(step.Head, label));
        double[][] gradients =
            [.. agreeing.Select(i => (double[])[.. HeadGradient.Of(zero, Recipe.PublicPhi[i], label), .. HeadGradient.Of(head, Recipe.PublicPhi[i], label)])];

        var match = MatchingPursuit.Choose(gradients, [GradientPathTests.ClassMean(zero, label), last], 8, cancellation: TestContext.Current.CancellationToken);

        Assert.Equal(golden.GetProperty("greedy").Integers(), match.Greedy.Select(i => agreeing[i]));
        Recipe.Near(golden.GetProperty("greedy_losses").Vector(), [.. match.GreedyLosses]);
        Assert.Equal(golden.GetProperty("after_swaps").Integers(), match.Chosen.Select(i => agreeing[i]));
        Recipe.Near(golden.Number("loss_after_swaps"), match.Loss);
    }

    private static readonly Gen<double[][]> Candidates = Gen.Double[-1, 1].Array[3].Array[12, 30];

    [Fact]
    public void Ends_where_no_single_swap_improves() =>
        Gen.Select(Candidates, Gen.Double[.1, 1].Array[3]).Sample((phi, target) =>
        {
            var match = MatchingPursuit.AtZero(phi, target, 5, cancellation: TestContext.Current.CancellationToken);
            var loss = Loss(phi, target, match.Chosen);
            Assert.Equal(loss, match.Loss, 1e-9);
            for (var a = 0; a < 5; a++)
                for (var i = 0; i < phi.Length; i++)
                    if (!match.Chosen.Contains(i))
                        Assert.True(Loss(phi, target, [.. match.Chosen.Select((j, at) => at == a ? i : j)]) >= loss - MatchingPursuit.LeastGain - 1e-12);
        }, iter: 100);

    [Fact]
    public void Never_takes_a_text_twice_and_never_ends_above_the_greedy_loss() =>
        Gen.Select(Candidates, Gen.Double[.1, 1].Array[3]).Sample((phi, target) =>
        {
            var match = MatchingPursuit.AtZero(phi, target, 8, cancellation: TestContext.Current.CancellationToken);
            return match.Chosen.Distinct().Count() == 8 && match.Loss <= match.LossBefore + 1e-12 && (match.Moves == 0) == (match.Passes == 1);
        }, iter: 200);

    [Fact]
    public void Ties_go_to_the_lowest_index() =>
        Assert.Equal([1, 2], MatchingPursuit.AtZero([[0, 1], [1, 0], [1, 0], [1, 0]], [1, 0], 2, cancellation: TestContext.Current.CancellationToken).Chosen);

    [Fact]
    public void A_target_of_zero_is_matched_in_absolute_terms() =>
        Assert.Equal(0, MatchingPursuit.AtZero([[1, 0], [0, 1], [-1, 0]], [0, 0], 2, cancellation: TestContext.Current.CancellationToken).Loss, 1e-15);

    [Fact]
    public void Refuses_to_choose_more_than_there_are() =>
        Assert.Throws<ArgumentException>(() => MatchingPursuit.AtZero([[1, 0]], [1, 0], 2, cancellation: TestContext.Current.CancellationToken));

    private static double Loss(double[][] phi, double[] target, IReadOnlyList<int> chosen) =>
        Enumerable.Range(0, target.Length).Sum(j => Math.Pow(chosen.Average(i => phi[i][j]) - target[j], 2)) / target.Sum(t => t * t);
}
