using CsCheck;
using Pipeline.Core.Numerics;
using Pipeline.Synthesis.Matching;
using Pipeline.Tests.Core.Numerics;

namespace Pipeline.Tests.Synthesis.Matching;

public sealed class CertificateTests
{
    [Fact]
    public void Radius_and_distance_are_the_golden_ones()
    {
        foreach (var golden in Recipe.Json.Rows("certificate"))
        {
            var texts = golden.GetProperty("texts").Integers();
            var certificate = Certificate.OfRow(
                GradientPathTests.GoldenHead[0], [.. texts.Select(i => Recipe.PublicPhi[i])], [.. texts.Select(i => Recipe.PublicLabels[i])], golden.Number("lambda"), cancellation: TestContext.Current.CancellationToken);
            Recipe.Near(golden.Number("gradient_norm_at_head"), certificate.GradientNorm);
            Recipe.Near(golden.Number("radius"), certificate.Radius);
            Recipe.Near(golden.Number("distance"), certificate.Distance);
            Recipe.Near(Dense.Norm(golden.GetProperty("trained_head").Vector()), Dense.Norm(certificate.Trained[0]));
        }
    }

    [Fact]
    public void The_trained_head_never_lies_outside_the_radius() =>
        Gen.Select(Gen.Double[-1, 1].Array[4].Array[10, 40], Gen.Double[-5, 5].Array[4].Array[3], Gen.Double[.001, 1]).Sample((phi, head, lambda) =>
        {
            var certificate = Certificate.Of(head, phi, [.. phi.Select((_, i) => i % 3)], lambda, cancellation: TestContext.Current.CancellationToken);
            return certificate.Distance <= certificate.Radius * (1 + 1e-6) + 1e-9;
        }, iter: 100);

    [Fact]
    public void A_bound_that_does_not_exclude_the_zero_head_is_vacuous()
    {
        double[][] phi = [[1, 0], [0, 1]];
        var trained = SoftmaxHead.Train(phi, [0, 1], 2, .1, cancellation: TestContext.Current.CancellationToken).Weights;
        Assert.False(Certificate.Of(trained, phi, [0, 1], .1, cancellation: TestContext.Current.CancellationToken).Vacuous);
        Assert.True(Certificate.Of(trained, phi, [1, 0], .1, cancellation: TestContext.Current.CancellationToken).Vacuous);
        Assert.True(Certificate.Of(Dense.Zeros(2, 2), phi, [0, 1], .1, cancellation: TestContext.Current.CancellationToken).Vacuous);
    }
}
