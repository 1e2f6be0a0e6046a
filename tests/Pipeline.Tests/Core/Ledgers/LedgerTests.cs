using Pipeline.Core;
using Pipeline.Core.Inputs;
using Pipeline.Core.Ledgers;
using Pipeline.Core.Privacy;

namespace Pipeline.Tests.Core.Ledgers;

public sealed class LedgerTests
{
    private readonly MemoryLedger store = new();

    private Ledger Ledger => new(store, new FixedClock(Cases.Now));

    [Fact]
    public void Spends_before_a_mechanism_can_run_and_only_once()
    {
        var claim = Cases.Claim();
        var receipt = Ledger.Spend("run", Cases.Source, claim);
        Assert.Equal(receipt.Entry, Assert.Single(store.Rows).Stored);
        var mechanism = new Echo(claim);
        Assert.Equal("echo", mechanism.Run(receipt, CancellationToken.None).Value);
        Assert.Throws<InvalidOperationException>(() => mechanism.Run(receipt, CancellationToken.None));
    }

    [Fact]
    public void A_receipt_pays_for_its_own_claim_alone()
    {
        var receipt = Ledger.Spend("run", Cases.Source, Cases.Claim());
        Assert.Throws<InvalidOperationException>(() => new Echo(Cases.Claim(epsilon: 8)).Run(receipt, CancellationToken.None));
    }

    [Fact]
    public void A_mechanism_that_fails_has_still_spent_its_budget()
    {
        var claim = Cases.Claim();
        var receipt = Ledger.Spend("run", Cases.Source, claim);
        Assert.Throws<OperationCanceledException>(() => new Echo(claim, fails: true).Run(receipt, CancellationToken.None));
        Assert.Equal((1, 1), Ledger.SpentOn(Cases.Source));
    }

    [Fact]
    public void Composes_gaussian_budgets_of_one_source_and_leaves_others_out()
    {
        Ledger.Spend("1", Cases.Source, Cases.Claim() with { Mu = 3 });
        Ledger.Spend("2", Cases.Source, Cases.Claim() with { Mu = 4 });
        Ledger.Spend("3", Digest.Of("another"), Cases.Claim() with { Mu = 100 });
        Assert.Equal((5, 2), Ledger.SpentOn(Cases.Source));
    }

    [Fact]
    public void A_release_without_a_guarantee_spends_everything()
    {
        Ledger.Spend("1", Cases.Source, Cases.Claim() with { Mu = double.PositiveInfinity });
        Ledger.Spend("2", Cases.Source, Cases.Claim());
        Assert.Equal((double.PositiveInfinity, 2), Ledger.SpentOn(Cases.Source));
    }

    [Fact]
    public void Never_adds_up_guarantees_of_different_units()
    {
        Ledger.Spend("1", Cases.Source, Cases.Claim());
        Ledger.Spend("2", Cases.Source, Cases.Claim() with { Unit = "record" });
        Assert.Equal((double.PositiveInfinity, 2), Ledger.SpentOn(Cases.Source));
    }

    [Theory]
    [InlineData("altered")]
    [InlineData("removed")]
    [InlineData("reordered")]
    public void Sees_an_entry_that_was(string how)
    {
        for (var i = 0; i < 4; i++) Ledger.Spend($"run {i}", Cases.Source, Cases.Claim());
        var (entry, stored) = store.Rows[1];
        switch (how)
        {
            case "altered": store.Rows[1] = (entry with { Payload = entry.Payload.Replace("\"1\"", "\"0\"", StringComparison.Ordinal) }, stored); break;
            case "removed": store.Rows.RemoveAt(1); break;
            default: (store.Rows[1], store.Rows[2]) = (store.Rows[2], store.Rows[1]); break;
        }
        var problem = Assert.Throws<BadInputException>(() => Ledger.Entries());
        Assert.Contains("entry 2", problem.Message, StringComparison.Ordinal);
        Assert.Throws<BadInputException>(() => Ledger.Spend("next", Cases.Source, Cases.Claim()));
    }

    private sealed class Echo(PrivacyClaim claim, bool fails = false) : Mechanism<string>
    {
        public override string Name => "echo";

        public override PrivacyClaim Claim => claim;

        protected override string Release(CancellationToken cancellation) => fails ? throw new OperationCanceledException() : "echo";
    }
}
