using Pipeline.Core;
using Pipeline.Core.Inputs;
using Pipeline.Core.Ledgers;
using Pipeline.Core.Numerics;
using Pipeline.Core.Privacy;
using Pipeline.Core.Privacy.Accounting;

namespace Pipeline.Tests.Core.Ledgers;

/// <summary>Guarantees of every kind compose in the ledger.</summary>
public sealed class SpentBudgetTests
{
    private readonly MemoryLedger store = new();

    private Ledger Ledger => new(store, new FixedClock(Cases.Now));

    private static PrivacyClaim Claim(params PrivacyStep[] steps) => Cases.Claim() with { Mu = double.PositiveInfinity, Sigmas = [], Steps = steps };

    public static TheoryData<string, PrivacyLoss> Losses() => new()
    {
        { "gaussian", new GaussianLoss(.1 + .2) },
        { "sampled-gaussian", new SampledGaussianLoss(1e-3, .8) },
        { "pure", new PureLoss(.3) },
        { "laplace", new LaplaceLoss(3, 2) },
        { "randomized-response", new RandomizedResponseLoss(7, .4) },
        { "selection", new SelectionLoss(.25) },
        { "approximate", new ApproximateLoss(.2, 1e-9) },
        { "zero-concentrated", new ZeroConcentratedLoss(.01) },
        { "renyi", new RenyiLoss([2, 2.5, 32], [.01, .0125, .16]) },
    };

    [Theory]
    [MemberData(nameof(Losses))]
    public void Every_kind_of_loss_comes_back_as_it_was_written(string kind, PrivacyLoss loss)
    {
        Assert.Equal(kind, loss.Kind);
        Ledger.Spend("1", Cases.Source, Claim(new PrivacyStep(loss, 3)) with { Neighbours = loss is IProvedFor<AddOrRemove> ? Neighbours.AddOrRemoveOneUnit : Neighbours.ReplaceOneUnit });
        Assert.Equal(new PrivacyStep(loss, 3), Assert.Single(Assert.Single(Ledger.Budget(Cases.Source).Losses).Steps));
    }

    [Fact]
    public void Every_kind_of_loss_is_among_them() => Assert.Equal(
        typeof(PrivacyLoss).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(PrivacyLoss)) && type.IsPublic).Select(type => type.Name).Order(StringComparer.Ordinal),
        Losses().Select(row => row.Data.Item2.GetType().Name).Order(StringComparer.Ordinal));

    [Fact]
    public void Mixed_losses_compose_to_one_account()
    {
        Ledger.Spend("1", Cases.Source, Cases.Claim() with { Mu = .5 });
        Ledger.Spend("2", Cases.Source, Claim(new PrivacyStep(new SampledGaussianLoss(.01, 1), 100)));
        Ledger.Spend("3", Cases.Source, Claim(new PrivacyStep(new LaplaceLoss(4))));
        var budget = Ledger.Budget(Cases.Source);
        var expected = PrivacyAccount.Empty<AddOrRemove>().With(new GaussianLoss(.5)).With(new SampledGaussianLoss(.01, 1), 100).With(new LaplaceLoss(4));
        Assert.Equal((3, double.PositiveInfinity), (budget.Runs, budget.Mu));
        Assert.Equal(expected.Epsilon(1e-5), budget.EpsilonAt(1e-5));
        Assert.Equal(expected.ForGroupsOf(3).Epsilon(1e-5), Assert.Single(budget.ByUnit).Account.ForGroupsOf(3).Epsilon(1e-5));
        Assert.InRange(budget.EpsilonAt(1e-5), GaussianPrivacy.Epsilon(.5, 1e-5), GaussianPrivacy.Epsilon(.5, 5e-6) + expected.Epsilon(5e-6));
    }

    [Fact]
    public void A_sampled_release_is_not_accounted_for_where_units_are_replaced()
    {
        Ledger.Spend("1", Cases.Source, Claim(new PrivacyStep(new SampledGaussianLoss(.01, 1))) with { Neighbours = Neighbours.ReplaceOneUnit });
        Assert.Throws<InvalidOperationException>(() => Ledger.Budget(Cases.Source));
    }

    [Fact]
    public void Different_units_and_relations_stand_apart_and_are_never_summed()
    {
        Ledger.Spend("1", Cases.Source, Cases.Claim() with { Mu = .5 });
        Ledger.Spend("2", Cases.Source, Cases.Claim() with { Mu = .6, Unit = "record" });
        Ledger.Spend("3", Cases.Source, Cases.Claim() with { Mu = .7, Neighbours = Neighbours.ReplaceOneUnit });
        var budget = Ledger.Budget(Cases.Source);
        Assert.Null(budget.Account);
        Assert.Equal(double.PositiveInfinity, budget.EpsilonAt(1e-4));
        Assert.Equal([.5, .6, .7], budget.ByUnit.Select(own => own.Account.Mu));
    }

    [Fact]
    public void What_cost_nothing_adds_nothing_whomever_it_protects()
    {
        Ledger.Spend("1", Cases.Source, Cases.Claim() with { Mu = 0, Epsilon = 0, Unit = "record" });
        Ledger.Spend("2", Cases.Source, Cases.Claim() with { Mu = .5 });
        Assert.Equal(.5, Ledger.Budget(Cases.Source).Mu);
    }

    [Fact]
    public void Slack_is_remembered()
    {
        Ledger.Spend("1", Cases.Source, Cases.Claim() with { Mu = 1, Slack = 1e-8 });
        Assert.True(Ledger.Budget(Cases.Source).EpsilonAt(1e-6) > GaussianPrivacy.Epsilon(1, 1e-6));
    }

    [Fact]
    public void Ledgers_of_before_are_read_as_they_were_meant()
    {
        const string Payload = """{"delta":"0.0001","epsilon":"3.9","mechanism":"noisy-gradient-path","mu":"0.8","neighbours":"AddOrRemoveOneUnit","noise":"OperatingSystem","unit":"customer"}""";
        store.Append(_ => new LedgerEntry(1, Cases.Now, LedgerEvent.BudgetSpent, "run", Cases.Source, Payload, LedgerEntry.Origin));
        Assert.Equal(GaussianPrivacy.Epsilon(.8, 1e-4), Ledger.Budget(Cases.Source).EpsilonAt(1e-4));
    }

    [Fact]
    public void A_loss_of_a_later_version_is_refused_and_not_passed_over()
    {
        const string Payload = """{"delta":"0","epsilon":"1","losses":[{"kind":"tomorrow","parameters":[["x","1"]],"times":1}],"mechanism":"m","mu":"Infinity","neighbours":"AddOrRemoveOneUnit","noise":"OperatingSystem","unit":"customer"}""";
        store.Append(_ => new LedgerEntry(1, Cases.Now, LedgerEvent.BudgetSpent, "run", Cases.Source, Payload, LedgerEntry.Origin));
        Assert.Contains("tomorrow", Assert.Throws<BadInputException>(() => Ledger.Budget(Cases.Source)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1e-4, 500, true)]
    [InlineData(1e-4, 10_000, false)]
    [InlineData(1e-4, 0, false)]
    public void A_delta_protects_when_it_gives_up_less_than_one_unit(double delta, int units, bool protects) =>
        Assert.Equal(protects, new DeltaAgainstUnits(delta, units).Protects);
}
