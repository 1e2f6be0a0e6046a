using Pipeline.Core;
using Pipeline.Core.Ledgers;
using Pipeline.Core.Privacy;

namespace Pipeline.Tests.Synthesis.Mechanisms;

/// <summary>Pays for mechanisms from a ledger in memory.</summary>
internal static class PaidRuns
{
    public static BudgetReceipt Receipt(PrivacyClaim claim) =>
        new Ledger(new MemoryStore(), TimeProvider.System).Spend("run", Digest.Of("source"), claim);

    public static T RunOnce<T>(this Mechanism<T> mechanism)
        where T : notnull => mechanism.Run(Receipt(mechanism.Claim), TestContext.Current.CancellationToken).Value;

    /// <summary>Opens a private value for a test to look at.</summary>
    public static T Reveal<T>(Private<T> value)
        where T : notnull => new Opening<T>(value).RunOnce();

    private sealed class Opening<T>(Private<T> value) : Mechanism<T>
        where T : notnull
    {
        public override string Name => "opening";

        public override PrivacyClaim Claim { get; } = new()
        {
            Mechanism = "opening", Epsilon = double.PositiveInfinity, Delta = 1, Unit = "record", RecordsPerUnit = 1,
            Neighbours = Neighbours.AddOrRemoveOneUnit, Noise = NoiseOrigin.None, Sigmas = [], Mu = double.PositiveInfinity, Assumptions = [], NotCovered = [],
        };

        protected override T Release(CancellationToken cancellation) => Open(value);
    }

    private sealed class MemoryStore : ILedgerStore
    {
        private readonly List<LedgerEntry> entries = [];

        public LedgerEntry Append(Func<LedgerEntry?, LedgerEntry> next)
        {
            entries.Add(next(entries.LastOrDefault()));
            return entries[^1];
        }

        public IEnumerable<(LedgerEntry Entry, Digest Stored)> Read() => entries.Select(entry => (entry, entry.Hash)).ToList();
    }
}
