using CsCheck;
using Pipeline.Core.Numerics;
using Pipeline.Core.Privacy;
using Pipeline.Core.Privacy.Accounting;

namespace Pipeline.Tests.Core.Privacy.Accounting;

/// <summary>Laws of accounts: order does not matter, more is never less, and no number is below the exact one.</summary>
public sealed class AccountLawTests
{
    private const double Cell = .03;

    private static PrivacyAccount<AddOrRemove> Empty => PrivacyAccount.Empty<AddOrRemove>();

    private static readonly Gen<Func<PrivacyAccount<AddOrRemove>, PrivacyAccount<AddOrRemove>>> AnyLoss = Gen.OneOf(
        Gen.Double[.05, 1.5].Select<double, Func<PrivacyAccount<AddOrRemove>, PrivacyAccount<AddOrRemove>>>(mu => account => account.With(new GaussianLoss(mu))),
        Gen.Select(Gen.Double[.01, .5], Gen.Double[.7, 4], Gen.Int[1, 20]).Select<(double, double, int), Func<PrivacyAccount<AddOrRemove>, PrivacyAccount<AddOrRemove>>>(drawn => account => account.With(new SampledGaussianLoss(drawn.Item1, drawn.Item2), drawn.Item3)),
        Gen.Double[.02, 1].Select<double, Func<PrivacyAccount<AddOrRemove>, PrivacyAccount<AddOrRemove>>>(epsilon => account => account.With(new PureLoss(epsilon))),
        Gen.Double[.5, 20].Select<double, Func<PrivacyAccount<AddOrRemove>, PrivacyAccount<AddOrRemove>>>(scale => account => account.With(new LaplaceLoss(scale))),
        Gen.Double[.05, 1].Select<double, Func<PrivacyAccount<AddOrRemove>, PrivacyAccount<AddOrRemove>>>(epsilon => account => account.With(new SelectionLoss(epsilon))),
        Gen.Double[.05, 1].Select<double, Func<PrivacyAccount<AddOrRemove>, PrivacyAccount<AddOrRemove>>>(epsilon => account => account.With(new ApproximateLoss(epsilon, 1e-9))),
        Gen.Double[.001, .2].Select<double, Func<PrivacyAccount<AddOrRemove>, PrivacyAccount<AddOrRemove>>>(rho => account => account.With(new ZeroConcentratedLoss(rho))));

    [Fact]
    public void Composition_is_associative_and_commutative_to_the_last_bit() =>
        Gen.Select(AnyLoss, AnyLoss, AnyLoss).Sample(drawn =>
        {
            var (a, b, c) = (drawn.Item1(Empty), drawn.Item2(Empty), drawn.Item3(Empty));
            var one = a.And(b).And(c);
            var other = c.And(a.And(b));
            Assert.Equal(one.Steps, other.Steps);
            Assert.Equal(one.Steps, drawn.Item2(drawn.Item3(drawn.Item1(Empty))).Steps);
            Assert.Equal(one.Epsilon(1e-6), other.Epsilon(1e-6));
            Assert.Equal(one.Delta(1), other.Delta(1));
            Assert.Equal(a.Steps, a.And(Empty).Steps);
        }, iter: 25);

    // The grids of two accounts differ. Each moves losses up by less than a cell a run, which shows where losses end abruptly.
    [Fact]
    public void Composing_more_never_proves_more() =>
        Gen.Select(AnyLoss.Array[1, 3], AnyLoss).Sample(drawn =>
        {
            var before = drawn.Item1.Aggregate(Empty, (account, with) => with(account));
            var after = drawn.Item2(before);
            string Shown(PrivacyAccount<AddOrRemove> account) => string.Join("; ", account.Steps.Select(step => $"{step.Times} {step.Loss.Kind} {string.Join(' ', step.Loss.Parameters)}"));
            Assert.True(after.Epsilon(1e-6) >= before.Epsilon(1e-6) * (1 - 2e-3) - Cell, $"{before.Epsilon(1e-6):R} of {Shown(before)}, {after.Epsilon(1e-6):R} of {Shown(after)}");
            Assert.True(after.Delta(.7) >= before.Delta(.7 + Cell) * (1 - 2e-3), $"{before.Delta(.7):R} of {Shown(before)}, {after.Delta(.7):R} of {Shown(after)}");
            Assert.True(after.Delta(1.4) <= after.Delta(.7), Shown(after));
        }, iter: 25);

    [Fact]
    public void Distributions_of_Gaussian_losses_are_never_below_the_exact_value_and_hardly_above() =>
        Gen.Select(Gen.Double[.3, 40], Gen.Int[2, 200], Gen.Double[-9, -2], Gen.Double[0, 4]).Sample((sigma, times, logDelta, epsilon) =>
        {
            // A rate of one keeps the losses Gaussian and makes the account take the long way.
            var account = Empty.With(new SampledGaussianLoss(1, sigma), times);
            var (mu, delta) = (Math.Sqrt(times) / sigma, Math.Pow(10, logDelta));
            Between(GaussianPrivacy.Epsilon(mu, delta), account.Epsilon(delta), 1e-3);
            var exact = GaussianPrivacy.Delta(mu, epsilon);
            if (exact > 1e-12) Between(exact, account.Delta(epsilon), 2e-3);
        }, iter: 60);

    [Fact]
    public void Distributions_of_unequal_randomised_responses_are_never_below_the_sum_over_all_outcomes() =>
        Gen.Select(Gen.Double[.05, 1.2].Array[2, 9], Gen.Double[0, 2]).Sample((each, epsilon) =>
        {
            var account = each.Aggregate(Empty, (so, pure) => so.With(new PureLoss(pure)));
            double Exact(double at) => Outcomes().Sum(pair => Math.Max(0, pair.P - Math.Exp(at) * pair.Q));
            var value = account.Delta(epsilon);
            // A cell is at most a sixtieth here, and each response's losses move up by less than one.
            Assert.True(value >= Exact(epsilon) * (1 - 1e-12) - 1e-15 && value <= Exact(epsilon - each.Length / 60.0) * 1.001 + 1e-12, $"{Exact(epsilon):R} {value:R}");

            IEnumerable<(double P, double Q)> Outcomes()
            {
                for (var outcome = 0; outcome < 1 << each.Length; outcome++)
                {
                    double p = 1, q = 1;
                    for (var i = 0; i < each.Length; i++)
                    {
                        var truth = 1 / (1 + Math.Exp(-each[i]));
                        (p, q) = (outcome >> i & 1) == 0 ? (p * truth, q * (1 - truth)) : (p * (1 - truth), q * truth);
                    }
                    yield return (p, q);
                }
            }
        }, iter: 60);

    [Fact]
    public void A_mixture_of_Laplace_and_Gaussian_is_never_below_its_integral() =>
        Gen.Select(Gen.Double[.5, 3], Gen.Double[.2, 1.5], Gen.Double[0, 3]).Sample((scale, mu, epsilon) =>
        {
            var (laplace, gaussian) = (1 / scale, new GaussianLoss(mu));
            // The Laplace loss l is +epsilon_0 with 1/2, -epsilon_0 with e^-epsilon_0 / 2, else epsilon_0 - 2x with density e^-x / 2.
            const int Cells = 4000;
            var exact = .5 * gaussian.Delta(epsilon - laplace) + .5 * Math.Exp(-laplace) * gaussian.Delta(epsilon + laplace);
            for (var i = 0; i < Cells; i++)
            {
                var x = (i + .5) * laplace / Cells;
                exact += laplace / Cells * .5 * Math.Exp(-x) * gaussian.Delta(epsilon - laplace + 2 * x);
            }
            Between(exact * (1 - 1e-7), Empty.With(new LaplaceLoss(scale)).With(gaussian).Delta(epsilon), 5e-3);
        }, iter: 40);

    [Fact]
    public void Approximate_losses_compose_as_their_theorem_says() =>
        Gen.Select(Gen.Double[.05, .8], Gen.Double[-7, -4], Gen.Int[2, 30], Gen.Double[0, 3]).Sample((each, logDelta, times, epsilon) =>
        {
            var failure = Math.Pow(10, logDelta);
            // Kairouz, Oh, Viswanath 2015, Theorem 3.3: 1 - (1 - delta)^k (1 - delta_pure).
            var failing = -NearZero.ExpMinusOne(times * NearZero.LogOnePlus(-failure));
            var exact = failing + (1 - failing) * PureComposition.Delta(each, times, epsilon);
            var value = Empty.With(new ApproximateLoss(each, failure), times).Delta(epsilon);
            var before = failing + (1 - failing) * PureComposition.Delta(each, times, Math.Max(0, epsilon - each * times / 60));
            Assert.True(value >= exact * (1 - 1e-9) && value <= before * 1.001 + 1e-12, $"{exact:R} {value:R}");
        }, iter: 40);

    [Fact]
    public void What_is_known_of_less_is_never_below_what_is_known_of_more()
    {
        // The same mechanism, described ever more loosely, beside another one.
        PrivacyAccount<AddOrRemove> Beside(Func<PrivacyAccount<AddOrRemove>, PrivacyAccount<AddOrRemove>> with) => with(Empty.With(new LaplaceLoss(2)));
        var exact = Beside(account => account.With(new GaussianLoss(.4)));
        var concentrated = Beside(account => account.With(new ZeroConcentratedLoss(.08)));
        double[] orders = [.. Enumerable.Range(2, 60).Select(order => (double)order)];
        var renyi = Beside(account => account.With(new RenyiLoss(orders, [.. orders.Select(order => .08 * order)])));
        foreach (var delta in new[] { 1e-3, 1e-6, 1e-9 })
        {
            Assert.True(concentrated.Epsilon(delta) > exact.Epsilon(delta));
            Assert.True(renyi.Epsilon(delta) >= concentrated.Epsilon(delta) * (1 - 1e-3));
            Assert.InRange(renyi.Epsilon(delta), 0, 1.5 * exact.Epsilon(delta));
        }
    }

    [Fact]
    public void Groups_are_never_better_off_than_one_unit_and_Gaussian_ones_are_exact() =>
        Gen.Select(Gen.Double[.05, .8], Gen.Int[2, 6]).Sample((mu, units) =>
        {
            var exact = GaussianPrivacy.Epsilon(units * mu, 1e-6);
            Assert.Equal(exact, Empty.With(new GaussianLoss(mu)).ForGroupsOf(units).Epsilon(1e-6), 1e-9 * exact);
            // Along the chain of neighbours, the general bound.
            Assert.True(Empty.With(new SampledGaussianLoss(1, 1 / mu)).ForGroupsOf(units).Epsilon(1e-6) >= exact);
            Assert.Equal(units * .3, Empty.With(new LaplaceLoss(1 / .3)).ForGroupsOf(units).Epsilon(0), 1e-12);
        }, iter: 60);

    [Fact]
    public void Replacing_is_a_group_of_two()
    {
        var account = Empty.With(new GaussianLoss(.7)).With(new PureLoss(.2));
        Assert.Equal(Neighbours.ReplaceOneUnit, account.AsReplaceOne().Relation);
        Assert.Equal(account.ForGroupsOf(2).Epsilon(1e-6), account.AsReplaceOne().Epsilon(1e-6));
        Assert.Equal(PrivacyAccount.Empty<ReplaceOne>().With(new GaussianLoss(1.4)).With(new PureLoss(.4)).Epsilon(1e-6), account.AsReplaceOne().Epsilon(1e-6));
    }

    [Fact]
    public void Slack_is_paid_from_delta()
    {
        var account = Empty.With(new GaussianLoss(1)).WithSlack(1e-10);
        var epsilon = account.Epsilon(1e-6);
        Assert.True(epsilon > GaussianPrivacy.Epsilon(1, 1e-6));
        Assert.Equal(1e-6, GaussianPrivacy.Delta(1, epsilon) + (1 + Math.Exp(epsilon)) * 1e-10, 1e-15);
        Assert.Equal(double.PositiveInfinity, Empty.With(new GaussianLoss(1)).WithSlack(1e-6).Epsilon(1e-6));
    }

    [Fact]
    public void Nothing_proves_nothing_and_no_loss_proves_all()
    {
        Assert.Equal((0, 0), (Empty.Epsilon(0), Empty.Delta(0)));
        foreach (var nothing in new[] { Empty.With(new GaussianLoss(double.PositiveInfinity)), Empty.With(new PureLoss(double.PositiveInfinity)), Empty.With(new ApproximateLoss(0, 1)), Empty.With(new ZeroConcentratedLoss(double.PositiveInfinity)) })
        {
            var beside = nothing.With(new LaplaceLoss(1)).With(new SampledGaussianLoss(.1, 1), 10);
            Assert.Equal((double.PositiveInfinity, 1), (beside.Epsilon(1e-6), beside.Delta(3)));
        }
    }

    [Fact]
    public void Refuses_what_is_no_loss()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new GaussianLoss(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SampledGaussianLoss(0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SampledGaussianLoss(1.1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RenyiLoss([1], [1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomizedResponseLoss(1, .5));
        Assert.Throws<ArgumentOutOfRangeException>(() => Empty.With(new PureLoss(1), 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Empty.Epsilon(double.NaN));
    }

    private static void Between(double exact, double value, double share) =>
        Assert.True(value >= exact * (1 - 1e-12) && value <= exact * (1 + share) + 1e-12, $"exact {exact:R}, value {value:R}");
}
