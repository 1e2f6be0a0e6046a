using System.Text.Json;
using CsCheck;
using Pipeline.Core.Numerics;
using static Pipeline.Tests.Core.Numerics.GoldenNumbers;

namespace Pipeline.Tests.Core.Numerics;

public sealed class GaussianPrivacyTests
{
    private static readonly JsonElement Gaussian = Load("numerics", "gaussian.json");
    private static readonly JsonElement Composition = Load("numerics", "composition.json");

    [Fact]
    public void Sigma_is_the_golden_one_for_every_epsilon_and_delta()
    {
        foreach (var row in Gaussian.Rows("sigma_from_epsilon_delta"))
            Near(row.Number("sigma"), GaussianPrivacy.Sigma(row.Number("epsilon"), row.Number("delta"), row.Number("sensitivity")), 1e-9, row);
    }

    [Fact]
    public void Delta_and_its_logarithm_are_the_golden_ones_also_where_delta_underflows()
    {
        foreach (var row in Gaussian.Rows("delta_from_sigma_epsilon"))
        {
            var mu = row.Number("sensitivity") / row.Number("sigma");
            Near(row.Number("ln_delta"), GaussianPrivacy.LogDelta(mu, row.Number("epsilon")), 1e-9, row);
            var delta = row.Number("delta");
            Near(delta, GaussianPrivacy.Delta(mu, row.Number("epsilon")), delta < 1e-30 ? 1e-6 : 1e-9, row);
        }
    }

    [Fact]
    public void Epsilon_is_the_golden_one()
    {
        foreach (var row in Gaussian.Rows("epsilon_from_sigma_delta"))
            Near(row.Number("epsilon"), GaussianPrivacy.Epsilon(row.Number("sensitivity") / row.Number("sigma"), row.Number("delta")), 1e-9, row);
    }

    [Fact]
    public void The_best_attack_is_the_golden_one()
    {
        foreach (var row in Gaussian.Rows("tpr_at_fpr"))
            Near(row.Number("tpr"), GaussianPrivacy.TruePositiveRate(row.Number("mu"), row.Number("fpr")), 1e-9, row);
        foreach (var row in Gaussian.Rows("auc")) Near(row.Number("auc"), GaussianPrivacy.Auc(row.Number("mu")), 1e-9, row);
    }

    [Fact]
    public void Releases_compose_to_the_golden_epsilon_and_delta()
    {
        foreach (var row in Composition.Rows("gaussian_kfold"))
        {
            var sigmas = row.GetProperty("sigmas").ValueKind == JsonValueKind.Null
                ? Enumerable.Repeat(row.Number("sigma"), row.GetProperty("k").GetInt32())
                : row.GetProperty("sigmas").Vector();
            var mu = GaussianPrivacy.Compose(sigmas);
            Near(row.Number("mu"), mu, 1e-12, row);
            foreach (var at in row.Rows("epsilon")) Near(at.Number("epsilon"), GaussianPrivacy.Epsilon(mu, at.Number("delta")), 1e-9, row);
            foreach (var at in row.Rows("delta"))
                Near(at.Number("delta"), GaussianPrivacy.Delta(mu, at.Number("epsilon")), at.Number("delta") < 1e-30 ? 1e-6 : 1e-9, row);
        }
    }

    [Fact]
    public void Infinite_mu_proves_nothing_and_no_mu_everything()
    {
        Assert.Equal(double.PositiveInfinity, GaussianPrivacy.Epsilon(double.PositiveInfinity, 1e-5));
        Assert.Equal(1, GaussianPrivacy.Delta(double.PositiveInfinity, 8));
        Assert.Equal(0, GaussianPrivacy.Epsilon(0, 1e-5));
        Assert.Equal(0, GaussianPrivacy.Delta(0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => GaussianPrivacy.Mu(1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => GaussianPrivacy.Mu(double.NaN, 1e-5));
    }

    [Fact]
    public void Mu_and_epsilon_undo_each_other() =>
        Gen.Select(Gen.Double[.01, 40], Gen.Double[-30, -1]).Sample((epsilon, logDelta) =>
        {
            var delta = Math.Exp(logDelta);
            var back = GaussianPrivacy.Epsilon(GaussianPrivacy.Mu(epsilon, delta), delta);
            Assert.InRange(back, epsilon * (1 - 1e-9), epsilon * (1 + 1e-9));
        }, iter: 300);

    [Fact]
    public void More_releases_never_prove_more() =>
        Gen.Select(Gen.Double[.2, 50].Array[1, 10], Gen.Double[.2, 50]).Sample((sigmas, another) =>
            GaussianPrivacy.Epsilon(GaussianPrivacy.Compose([.. sigmas, another]), 1e-5) >= GaussianPrivacy.Epsilon(GaussianPrivacy.Compose(sigmas), 1e-5), iter: 300);
}
