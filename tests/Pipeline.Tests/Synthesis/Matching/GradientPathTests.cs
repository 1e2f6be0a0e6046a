using Pipeline.Core.Numerics;
using Pipeline.Synthesis.Matching;
using Pipeline.Tests.Core.Numerics;

namespace Pipeline.Tests.Synthesis.Matching;

public sealed class GradientPathTests
{
    /// <summary>The golden path without noise: W moves by the mean of the two class means.</summary>
    internal static IReadOnlyList<PathStep> Golden { get; } = GradientPath.Follow(1, 7, 30, 30, head =>
    {
        var mean = new double[7];
        for (var c = 0; c < 2; c++) Dense.AddScaled(mean, .5, ClassMean(head, c));
        return [mean];
    });

    internal static double[][] GoldenHead { get; } = GradientPath.LastHalfMean(Golden);

    internal static double[] ClassMean(double[][] head, int label)
    {
        var weight = 1.0 / Recipe.PrivateLabels.Count(y => y == label);
        return HeadGradient.Mean(head, Recipe.PrivatePhi, Recipe.PrivateLabels, [.. Recipe.PrivateLabels.Select(y => y == label ? weight : 0)])[0];
    }

    [Fact]
    public void Without_noise_it_is_the_golden_path()
    {
        var norms = Recipe.Json.GetProperty("target_norms").Matrix();
        for (var t = 0; t < norms.Length; t++)
            for (var c = 0; c < 2; c++) Recipe.Near(norms[t][c], Dense.Norm(ClassMean(Golden[t].Head, c)));
        Recipe.Near(Recipe.Json.Number("head_norm"), Dense.Norm(GoldenHead));
        Recipe.Near(Recipe.Json.GetProperty("logits_private_at_head").Vector(), [.. Recipe.PrivatePhi.Select(phi => Dense.Dot(GoldenHead[0], phi))]);
    }

    [Fact]
    public void Two_rows_of_half_the_logistic_row_have_its_probabilities()
    {
        var head = new SoftmaxHead(HeadGradient.ClassRows(GoldenHead));
        foreach (var phi in Recipe.PrivatePhi)
            Assert.Equal(1 / (1 + Math.Exp(-Dense.Dot(GoldenHead[0], phi))), head.Probabilities(phi)[1], 1e-12);
    }

    [Fact]
    public void No_gradient_is_longer_than_its_bound()
    {
        double[][] four = [.. Enumerable.Range(0, 4).Select(r => Recipe.PublicPhi[r].Select(x => 1000 * x).ToArray())];
        foreach (var phi in Recipe.PrivatePhi)
        {
            for (var label = 0; label < 4; label++) Assert.InRange(Dense.Norm(HeadGradient.Of(four, phi, label)), 0, HeadGradient.GreatestResidual(4) + 1e-12);
            for (var label = 0; label < 2; label++) Assert.InRange(Dense.Norm(HeadGradient.Of(GoldenHead, phi, label)), 0, 1 + 1e-12);
        }
    }
}
