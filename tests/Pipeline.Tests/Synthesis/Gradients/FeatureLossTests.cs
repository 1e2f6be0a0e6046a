using Pipeline.Synthesis.Features;
using Pipeline.Synthesis.Gradients;
using TorchSharp;
using static TorchSharp.torch;

namespace Pipeline.Tests.Synthesis.Gradients;

public sealed class FeatureLossTests
{
    private const int Width = 12;

    /// <summary>States of unlike lengths, so that the map's clip is at work on some and not on others.</summary>
    private static double[][] States(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(i => Enumerable.Range(0, Width).Select(_ => (i % 5 + .3) * (random.NextDouble() - .5)).ToArray())];
    }

    [Fact]
    public void Its_gradient_is_that_of_the_loss_with_and_without_the_clip()
    {
        using var scope = NewDisposeScope();
        var map = FeatureMap.Fit(States(60, 1), 4);
        var states = States(10, 2);
        var norms = map.Map(states).Select(phi => Math.Sqrt(phi.Sum(x => x * x))).ToList();
        Assert.Contains(norms, norm => norm < .99);
        Assert.Contains(norms, norm => norm > .9999);
        var loss = new FeatureLoss(map, [.2, -.1, .3, 0, .4]);
        double At(double[][] h) => loss.At(tensor(h.SelectMany(row => row).ToArray(), [h.Length, Width])).Loss;

        var gradient = loss.At(tensor(states.SelectMany(row => row).ToArray(), [10, Width])).Gradient;
        const double Step = 1e-5;
        for (var i = 0; i < 10; i++)
        {
            for (var j = 0; j < Width; j++)
            {
                double Moved(double by) => At([.. states.Select((row, k) => k == i ? [.. row.Select((x, l) => l == j ? x + by : x)] : row)]);
                Assert.Equal((Moved(Step) - Moved(-Step)) / (2 * Step), gradient[i, j].ToDouble(), 1e-8);
            }
        }
    }

    [Fact]
    public void Is_the_residual_of_the_mean_features()
    {
        using var scope = NewDisposeScope();
        var map = FeatureMap.Fit(States(60, 1), 4);
        var states = States(3, 4);
        var phi = map.Map(states);
        double[] target = [.2, -.1, .3, 0, .4];
        var expected = Enumerable.Range(0, 5).Sum(k => Math.Pow(phi.Average(row => row[k]) - target[k], 2)) / target.Sum(t => t * t);
        Assert.Equal(expected, new FeatureLoss(map, target).At(tensor(states.SelectMany(row => row).ToArray(), [3, Width])).Loss, 1e-12);
    }
}
