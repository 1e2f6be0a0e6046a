using System.Text.Json;
using Pipeline.Core.Privacy.Accounting;
using Pipeline.Tests.Core.Numerics;
using static Pipeline.Tests.Core.Numerics.GoldenNumbers;

namespace Pipeline.Tests.Core.Privacy.Accounting;

/// <summary>Every section of composition.json, to the tolerances of its README.</summary>
public sealed class GoldenCompositionTests
{
    private static readonly JsonElement Composition = Load("numerics", "composition.json");

    [Fact]
    public void Gaussian_releases_compose_exactly()
    {
        foreach (var row in Composition.Rows("gaussian_kfold"))
        {
            var account = (row.GetProperty("sigmas").ValueKind == JsonValueKind.Null
                    ? Enumerable.Repeat(row.Number("sigma"), row.GetProperty("k").GetInt32())
                    : row.GetProperty("sigmas").Vector())
                .Aggregate(PrivacyAccount.Empty<AddOrRemove>(), (so, sigma) => so.With(new GaussianLoss(1 / sigma)));
            Near(row.Number("mu"), account.Mu, 1e-12, row);
            foreach (var at in row.Rows("epsilon")) Near(at.Number("epsilon"), account.Epsilon(at.Number("delta")), 1e-9, row);
            foreach (var at in row.Rows("delta")) Near(at.Number("delta"), account.Delta(at.Number("epsilon")), at.Number("delta") < 1e-30 ? 1e-6 : 1e-9, row);
        }
    }

    public static TheoryData<int> SampledRows() => [.. Enumerable.Range(0, Composition.GetProperty("sampled_gaussian_pld").GetArrayLength())];

    [Theory]
    [MemberData(nameof(SampledRows))]
    public void Sampled_gaussian_releases_lie_between_the_optimistic_value_and_the_pessimistic_one(int index)
    {
        var row = Composition.GetProperty("sampled_gaussian_pld")[index];
        var account = PrivacyAccount.Empty<AddOrRemove>().With(new SampledGaussianLoss(row.Number("sampling"), row.Number("noise_multiplier")), row.GetProperty("steps").GetInt32());
        foreach (var at in row.Rows("epsilon")) Within(at, account.Epsilon(at.Number("delta")));
        foreach (var at in row.Rows("delta")) Within(at, account.Delta(at.Number("epsilon")));

        // The reference's own rounding, "truncation mass" below 1e-14 by its README, counts some thousand times where steps are
        // many: beneath 1e-10 it is above the exact value by more than a thousandth, and only that ours lies below is asked.
        static void Within(JsonElement at, double value)
        {
            const double Truncation = 1e-14;
            var (low, high) = (at.Number("optimistic"), at.Number("pessimistic"));
            var trusted = high > 1e-10;
            Assert.True(value >= low - Truncation && (!trusted || value >= high * (1 - 1e-3)) && value <= high * (1 + 1e-3), $"{value:R} for {at}");
        }
    }

    [Fact]
    public void One_sampled_step_is_exact()
    {
        foreach (var row in Composition.Rows("sampled_gaussian_one_step_exact"))
        {
            var account = PrivacyAccount.Empty<AddOrRemove>().With(new SampledGaussianLoss(row.Number("sampling"), row.Number("noise_multiplier")));
            Near(row.Number("delta"), account.Delta(row.Number("epsilon")), row.Number("delta") < 1e-30 ? 1e-6 : 1e-9, row);
        }
    }

    [Theory]
    [InlineData("sampled_gaussian_rdp")]
    [InlineData("opacus_default_orders")]
    public void Renyi_divergences_of_sampled_releases_and_their_epsilons(string section)
    {
        foreach (var row in Composition.Rows(section))
        {
            var (orders, golden, delta, steps) = (row.GetProperty("orders").Vector(), row.GetProperty("rdp").Vector(), row.Number("delta"), row.GetProperty("steps").GetInt32());
            var divergences = orders.Select(order => steps * Renyi.SampledGaussian(row.Number("sampling"), row.Number("noise_multiplier"), order)).ToArray();
            for (var i = 0; i < orders.Length; i++) Near(golden[i], divergences[i], orders[i] == Math.Floor(orders[i]) ? 1e-9 : 1e-8, row);
            Agrees(row, orders, divergences, delta);
        }
    }

    [Fact]
    public void Renyi_curves_convert_to_epsilon()
    {
        foreach (var row in Composition.Rows("rdp_to_epsilon"))
        {
            var written = row.GetProperty("orders").ValueKind == JsonValueKind.Array;
            var orders = written ? row.GetProperty("orders").Vector() : [.. Enumerable.Range(1, 999).Select(i => 1 + i / 10.0)];
            var divergences = written ? row.GetProperty("rdp").Vector() : [.. orders.Select(order => order / (2 * 4.530877117 * 4.530877117))];
            Agrees(row, orders, divergences, row.Number("delta"));
            var account = PrivacyAccount.Empty<ReplaceOne>().With(new RenyiLoss(orders, divergences));
            var epsilon = account.Epsilon(row.Number("delta"));
            Near(row.Number("epsilon_tight"), epsilon, 1e-9, row);
            Near(row.Number("delta"), account.Delta(epsilon), 1e-9, row);
        }
    }

    private static void Agrees(JsonElement row, double[] orders, double[] divergences, double delta)
    {
        var (mironov, tight) = (Renyi.EpsilonMironov(orders, divergences, delta), Renyi.Epsilon(orders, divergences, delta));
        Near(row.Number("epsilon_mironov"), mironov.Epsilon, 1e-9, row);
        Near(row.Number("order_mironov"), mironov.Order, 1e-12, row);
        Near(row.Number("epsilon_tight"), tight.Epsilon, 1e-9, row);
        Near(row.Number("order_tight"), tight.Order, 1e-12, row);
    }

    [Fact]
    public void Concentrated_privacy_converts_to_epsilon_and_delta()
    {
        foreach (var row in Composition.Rows("zcdp_to_epsilon"))
        {
            var (rho, delta) = (row.Number("rho"), row.Number("delta"));
            Near(row.Number("epsilon_simple"), ZeroConcentrated.EpsilonSimple(rho, delta), 1e-9, row);
            var (epsilon, order) = ZeroConcentrated.Epsilon(rho, delta);
            Near(row.Number("epsilon_tight"), epsilon, 1e-9, row);
            Near(row.Number("order_tight"), order, 1e-7, row);
            Near(row.Number("epsilon_tight"), PrivacyAccount.Empty<AddOrRemove>().With(new ZeroConcentratedLoss(rho)).Epsilon(delta), 1e-9, row);
            Near(row.Number("epsilon_gaussian_exact"), PrivacyAccount.Empty<AddOrRemove>().With(new GaussianLoss(Math.Sqrt(2 * rho))).Epsilon(delta), 1e-9, row);
        }
        foreach (var row in Composition.Rows("zcdp_to_delta"))
        {
            Near(row.Number("delta_simple"), ZeroConcentrated.DeltaSimple(row.Number("rho"), row.Number("epsilon")), 1e-9, row);
            Near(row.Number("delta_tight"), ZeroConcentrated.Delta(row.Number("rho"), row.Number("epsilon")), 1e-9, row);
        }
    }

    [Fact]
    public void Laplace_noise()
    {
        foreach (var row in Composition.Rows("laplace"))
        {
            var loss = new LaplaceLoss(row.Number("scale"), row.Number("sensitivity"));
            Near(row.Number("pure_epsilon"), loss.PureEpsilon, 1e-12, row);
            foreach (var at in row.Rows("delta")) Near(at.Number("delta"), PrivacyAccount.Empty<AddOrRemove>().With(loss).Delta(at.Number("epsilon")), 1e-9, row);
        }
    }

    [Fact]
    public void Randomised_response()
    {
        foreach (var row in Composition.Rows("randomized_response"))
        {
            var loss = new RandomizedResponseLoss(row.GetProperty("categories").GetInt32(), row.Number("probability_of_truth"));
            Assert.InRange(loss.PureEpsilon, row.Number("pure_epsilon") * (1 - 1e-9) - 1e-12, row.Number("pure_epsilon") * (1 + 1e-9) + 1e-12);
        }
    }

    [Fact]
    public void Pure_privacy_composes_by_the_basic_the_advanced_and_the_optimal_theorem()
    {
        foreach (var row in Composition.Rows("pure_kfold"))
        {
            var (each, k, delta) = (row.Number("epsilon_each"), row.GetProperty("k").GetInt32(), row.Number("delta"));
            Near(row.Number("epsilon_basic"), PureComposition.Basic(each, k), 1e-9, row);
            Near(row.Number("epsilon_advanced_drv"), PureComposition.Advanced(each, k, delta), 1e-9, row);
            Near(row.Number("epsilon_optimal_kov"), PureComposition.Optimal(each, k, delta), 1e-9, row);
            Near(row.Number("epsilon_optimal_kov"), PrivacyAccount.Empty<ReplaceOne>().With(new PureLoss(each), k).Epsilon(delta), 1e-9, row);
        }
    }

    [Fact]
    public void Selections()
    {
        foreach (var row in Composition.Rows("exponential_mechanism"))
        {
            var (utilities, epsilon, sensitivity, monotone) = (row.GetProperty("utilities").Vector(), row.Number("epsilon"), row.Number("sensitivity"), row.GetProperty("monotone").GetBoolean());
            Near(row.Number("gumbel_scale"), Selection.GumbelScale(epsilon, sensitivity, monotone), 1e-9, row);
            var golden = row.GetProperty("probabilities").Vector();
            var probabilities = Selection.Probabilities(utilities, epsilon, sensitivity, monotone);
            for (var i = 0; i < golden.Length; i++) Near(golden[i], probabilities[i], 1e-9, row);
        }
        foreach (var row in Composition.Rows("selection_composition"))
        {
            var (each, k, delta) = (row.Number("epsilon_each"), row.GetProperty("k").GetInt32(), row.Number("delta"));
            Near(row.Number("epsilon_basic"), PureComposition.Basic(each, k), 1e-9, row);
            Near(row.Number("rho_bounded_range"), Selection.Rho(each, k), 1e-9, row);
            var concentrated = ZeroConcentrated.Epsilon(Selection.Rho(each, k), delta).Epsilon;
            Near(row.Number("epsilon_via_zcdp_tight"), concentrated, 1e-9, row);
            // Privacy loss distributions say more of the same range than the concentrated bound does.
            Assert.InRange(PrivacyAccount.Empty<ReplaceOne>().With(new SelectionLoss(each), k).Epsilon(delta), 0, Math.Min(concentrated, each * k) * (1 + 1e-12));
        }
    }

    [Fact]
    public void No_section_is_left_out() => Assert.Equal(
        ["about", "exponential_mechanism", "gaussian_kfold", "laplace", "opacus_default_orders", "pure_kfold", "randomized_response", "rdp_to_epsilon", "sampled_gaussian_one_step_exact", "sampled_gaussian_pld", "sampled_gaussian_rdp", "selection_composition", "zcdp_to_delta", "zcdp_to_epsilon"],
        Composition.EnumerateObject().Select(section => section.Name).Order(StringComparer.Ordinal));
}
