using Pipeline.Core.Corpora;
using Pipeline.Core.Inputs;
using Pipeline.Core.Releases;
using Pipeline.Formal.Certificates;
using Pipeline.Synthesis.Matching;
using Pipeline.Synthesis.Refinement;

namespace Pipeline.Tests.Formal.Certificates;

/// <summary>Numbers made by the synthesis, checked by code that shares nothing with it.</summary>
public sealed class CertificateCheckerTests
{
    private static readonly Candidate Rows = new([.. Enumerable.Range(0, 24).Select(i => new LabelledText($"s-{i}", $"label {i % 3}", $"text {i}"))]);

    private static double[] Vector(Random random, double length)
    {
        var vector = Enumerable.Range(0, 5).Select(_ => random.NextDouble() - .5).ToArray();
        var norm = Math.Sqrt(vector.Sum(x => x * x));
        return [.. vector.Select(x => x * length / norm)];
    }

    private static NumericalCertificate Honest(bool refined = true)
    {
        var random = new Random(7);
        double[][] Table(int rows, double length) => [.. Enumerable.Range(0, rows).Select(_ => Vector(random, length))];
        var path = new PathStep(Table(3, 1), Table(3, .1));
        var target = new GradientTarget(Table(3, .6), [10, 20, 30], Table(3, 2), [path]);
        var vectors = new LabelledVectors(Table(24, .9), [.. Enumerable.Range(0, 24).Select(i => i % 3)], []);
        var claimed = Certificate.Of(target.Head, vectors.Vectors, vectors.Labels, .01);
        Sweep At(double residual, double surprise, int accepted) => new(residual + surprise, residual, surprise, accepted, 16, .5, 0);
        RefinedClass[] classes = [.. Enumerable.Range(0, 3).Select(_ => new RefinedClass([.. Enumerable.Repeat("x", 8)], At(.7, 3.4, 0), [At(.6, 3.3, 5), At(.55, 3.3, 1), At(.55, 3.3, 0)], 0, true, new Stationarity(1e-3, 100, 0, 4e-4)))];
        return Pipeline.Cli.Attesting.Certificates.Of(Rows, vectors, target, claimed, refined ? classes : null);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_the_synthesis_claims_follows_from_its_numbers(bool refined)
    {
        Assert.Empty(CertificateChecker.Problems(Honest(refined)));
        var certificate = NumericalCertificate.Read(Honest(refined).Write(), "test");
        Assert.Empty(CertificateChecker.Problems(certificate));
        Assert.True(certificate.IsAbout(Rows.Digest));
        Assert.False(certificate.IsAbout(new Candidate([]).Digest));
    }

    [Fact]
    public void Every_number_of_the_convergence_counts()
    {
        var caught = 0;
        foreach (var table in new Func<NumericalCertificate, double[][]>[] { of => of.Head, of => of.Targets, of => of.Phi, of => of.Trained })
        {
            var shape = table(Honest());
            for (var r = 0; r < shape.Length; r++)
            {
                for (var j = 0; j < shape[r].Length; j++, caught++)
                {
                    var tampered = NumericalCertificate.Read(Honest().Write(), "test");
                    table(tampered)[r][j] += 1e-4;
                    Assert.True(CertificateChecker.Problems(tampered).Count > 0, $"row {r}, number {j}");
                }
            }
        }
        Assert.Equal((3 + 3 + 24 + 3) * 5, caught);
    }

    public static TheoryData<string> Lies => [.. Tampered.Keys];

    private static readonly Dictionary<string, Func<NumericalCertificate, NumericalCertificate>> Tampered = new(StringComparer.Ordinal)
    {
        ["lambda"] = of => of with { Lambda = of.Lambda * 1.001 },
        ["lambda of zero"] = of => of with { Lambda = 0 },
        ["gradient norm"] = of => of with { GradientNorm = of.GradientNorm * .999 },
        ["radius"] = of => of with { Radius = of.Radius * .999 },
        ["distance"] = of => of with { Distance = of.Distance * .999 },
        ["head norm"] = of => of with { HeadNorm = of.HeadNorm * 1.001 },
        ["residual"] = of => of with { Residuals = [of.Residuals[0], of.Residuals[1] * .999, of.Residuals[2]] },
        ["label"] = of => of with { Labels = [1, .. of.Labels[1..]] },
        ["label out of range"] = of => of with { Labels = [3, .. of.Labels[1..]] },
        ["a text less"] = of => of with { Phi = of.Phi[1..] },
        ["a class without text"] = of => of with { Labels = [.. of.Labels.Select(label => label == 2 ? 1 : label)] },
        ["a long vector"] = of => of with { Phi = [[.. of.Phi[0].Select(x => 2 * x)], .. of.Phi[1..]] },
        ["a short row"] = of => of with { Head = [of.Head[0][1..], .. of.Head[1..]] },
        ["trained on other texts"] = of => of with { Trained = of.Head },
        ["merit"] = of => Sweeps(of, (2, sweep => sweep with { Merit = sweep.Merit - .01 })),
        ["residual of a sweep"] = of => Sweeps(of, (1, sweep => sweep with { Residual = sweep.Residual + 1e-6 })),
        ["surprise of a sweep"] = of => Sweeps(of, (1, sweep => sweep with { Surprise = sweep.Surprise + 1e-6 })),
        ["a merit that rose"] = of => Sweeps(of, (2, sweep => sweep with { Merit = sweep.Merit + .2, Residual = sweep.Residual + .2 })),
        ["more accepted than the merit fell"] = of => Sweeps(of, (2, sweep => sweep with { Accepted = 5000 })),
        ["accepted before the first"] = of => Sweeps(of, (0, sweep => sweep with { Accepted = 1 })),
        ["fell without accepting"] = of => Sweeps(of, (2, sweep => sweep with { Accepted = 0 })),
        ["stopped"] = of => of with { Refinement = [of.Refinement![0] with { Stopped = false }, .. of.Refinement.Skip(1)] },
        ["improving"] = of => of with { Refinement = [of.Refinement![0] with { Improving = 3 }, .. of.Refinement.Skip(1)] },
        ["greatest gain"] = of => of with { Refinement = [of.Refinement![0] with { GreatestGain = .5 }, .. of.Refinement.Skip(1)] },
        ["a class less"] = of => of with { Refinement = [.. of.Refinement!.Skip(1)] },
        ["tau"] = of => of with { Refinement = [of.Refinement![0] with { Tau = 1 }, .. of.Refinement.Skip(1)] },
        ["alpha"] = of => of with { Refinement = [of.Refinement![0] with { Alpha = 2 }, .. of.Refinement.Skip(1)] },
    };

    [Theory]
    [MemberData(nameof(Lies))]
    public void Catches_a_lie_about(string what) => Assert.NotEmpty(CertificateChecker.Problems(Tampered[what](Honest())));

    private static NumericalCertificate Sweeps(NumericalCertificate of, params (int At, Func<ClaimedSweep, ClaimedSweep> Change)[] changes) => of with
    {
        Refinement = [of.Refinement![0] with { Sweeps = [.. of.Refinement[0].Sweeps.Select((sweep, i) => changes.Where(change => change.At == i).Aggregate(sweep, (so, change) => change.Change(so)))] }, .. of.Refinement.Skip(1)],
    };

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"schema\":\"pipeline-certificate/1\"}")]
    [InlineData("[1,2")]
    public void Refuses_what_is_no_certificate(string text) => Assert.Throws<BadInputException>(() => NumericalCertificate.Read(System.Text.Encoding.UTF8.GetBytes(text), "test"));

    [Fact]
    public void A_number_that_is_not_finite_is_not_written() => Assert.ThrowsAny<ArgumentException>(() => (Honest() with { Radius = double.NaN }).Write());
}
