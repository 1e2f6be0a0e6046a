using CsCheck;
using Pipeline.Core.Numerics;

namespace Pipeline.Tests.Core.Numerics;

public sealed class SoftmaxHeadTests
{
    private static readonly Gen<(double[][] Phi, int[] Labels)> Data = Gen.Double[-1, 1].Array[5].Array[8, 40]
        .Select(phi => (phi, phi.Select((row, i) => row[0] > .3 ? 0 : row[1] > 0 ? 1 : i % 3).ToArray()));

    [Fact]
    public void The_gradient_is_the_slope_of_the_loss() =>
        Gen.Select(Data, Gen.Double[-2, 2].Array[5].Array[3], Gen.Int[0, 2], Gen.Int[0, 4]).Sample((data, weights, c, j) =>
        {
            var slope = new SoftmaxHead(weights).Gradient(data.Phi, data.Labels, .1)[c][j];
            const double Step = 1e-5;
            var up = LossAt(weights, c, j, Step, data.Phi, data.Labels);
            var down = LossAt(weights, c, j, -Step, data.Phi, data.Labels);
            Assert.Equal((up - down) / (2 * Step), slope, 1e-8);
        }, iter: 100);

    [Fact]
    public void Training_ends_where_the_gradient_vanishes() =>
        Gen.Select(Data, Gen.Double[-4, 0]).Sample((data, logLambda) =>
        {
            var lambda = Math.Pow(10, logLambda);
            var head = SoftmaxHead.Train(data.Phi, data.Labels, 3, lambda, cancellation: TestContext.Current.CancellationToken);
            return Dense.Norm(head.Gradient(data.Phi, data.Labels, lambda)) <= 1e-10;
        }, iter: 100);

    [Fact]
    public void Separates_what_can_be_separated()
    {
        double[][] phi = [.. Enumerable.Range(0, 90).Select(i => (double[])[i % 3 == 0 ? 1 : 0, i % 3 == 1 ? 1 : 0, .01 * i, 1])];
        int[] labels = [.. Enumerable.Range(0, 90).Select(i => i % 3)];
        var head = SoftmaxHead.Train(phi, labels, 3, 1e-4, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(1, head.Accuracy(phi, labels));
        Assert.All(phi, (row, i) => Assert.True(head.Margin(row, labels[i]) > 0));
        Assert.Equal(1, head.Probabilities(phi[0]).Sum(), 1e-12);
    }

    [Fact]
    public void Huge_logits_do_not_overflow()
    {
        var head = new SoftmaxHead([[1e300], [-1e300]]);
        Assert.Equal([1, 0], head.Probabilities([1]));
        Assert.True(double.IsFinite(new SoftmaxHead([[1e4], [-1e4]]).Loss([[1]], [1], 1e-9)));
    }

    [Fact]
    public void Refuses_to_train_without_regularisation_or_texts()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => SoftmaxHead.Train([[1]], [0], 2, 0, cancellation: TestContext.Current.CancellationToken));
        Assert.Throws<ArgumentOutOfRangeException>(() => SoftmaxHead.Train([], [], 2, 1, cancellation: TestContext.Current.CancellationToken));
    }

    private static double LossAt(double[][] weights, int c, int j, double step, double[][] phi, int[] labels)
    {
        var moved = weights.Select(row => (double[])row.Clone()).ToArray();
        moved[c][j] += step;
        return new SoftmaxHead(moved).Loss(phi, labels, .1);
    }
}
