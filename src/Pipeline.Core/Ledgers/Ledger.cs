using Pipeline.Core.Inputs;
using Pipeline.Core.Privacy;
using Pipeline.Core.Releases.Protocol;

namespace Pipeline.Core.Ledgers;

/// <summary>
/// The append-only, hash-chained record of budgets spent and decisions made (law 9). Every call first verifies the whole
/// chain, so that a tampered ledger is never extended.
/// </summary>
public sealed class Ledger(ILedgerStore store, TimeProvider clock)
{
    /// <summary>
    /// Records that a claim's budget is spent, durably, and gives the receipt that lets its mechanism run once.
    /// A crash after this wastes the budget and does not forget it.
    /// </summary>
    public BudgetReceipt Spend(string run, Digest source, PrivacyClaim claim)
    {
        return new BudgetReceipt(claim, Append(run, source, new Payment(), Spending.Write(claim)).Hash);
    }

    /// <summary>
    /// Records a fact of a run, durably, if it follows from what stands there; what stands there already is not recorded twice.
    /// </summary>
    /// <returns>The entry that holds the fact.</returns>
    /// <exception cref="InvalidOperationException">The fact contradicts what stands there: nothing is recorded.</exception>
    public LedgerEntry Record(string run, Digest source, RunFact fact) =>
        fact is Payment ? throw new ArgumentException("A budget is spent with its claim.", nameof(fact)) : Append(run, source, fact, FactPayload.Of(fact));

    /// <summary>What stands in the ledger of one run, as the protocol reads it.</summary>
    public RunRecord RecordOf(string run) => RecordOf(Entries(), run);

    /// <summary>The source of a run; null when the ledger holds nothing of the run.</summary>
    public Digest? SourceOf(string run) => Entries().FirstOrDefault(entry => entry.Run == run)?.Source;

    /// <summary>All entries, after the chain has been verified.</summary>
    /// <exception cref="BadInputException">An entry was altered, removed or reordered.</exception>
    public IReadOnlyList<LedgerEntry> Entries()
    {
        var entries = new List<LedgerEntry>();
        var previous = LedgerEntry.Origin;
        foreach (var (entry, stored) in store.Read())
        {
            if (entry.Sequence != entries.Count + 1 || entry.Previous != previous || entry.Hash != stored)
            {
                throw new BadInputException($"ledger, entry {entries.Count + 1}", "The chain of hashes is broken here: an entry was altered, removed or reordered.",
                    "a ledger as Pipeline wrote it; restore it from a backup");
            }
            entries.Add(entry);
            previous = stored;
        }
        return entries;
    }

    /// <summary>Every budget ever spent on a source, composed.</summary>
    public SpentBudget Budget(Digest source) =>
        new([.. Entries().Where(entry => entry.Event == LedgerEvent.BudgetSpent && entry.Source == source).Select(Spending.Read)]);

    /// <summary>
    /// The composed Gaussian mu of every budget ever spent on a source, and how many runs that covers. Infinite when the
    /// budgets protect different units or use different neighbouring relations: those never add up silently.
    /// </summary>
    public (double Mu, int Runs) SpentOn(Digest source)
    {
        var budget = Budget(source);
        return (budget.Mu, budget.Runs);
    }

    /// <summary>The entry that holds a fact; null when no entry of the run does.</summary>
    private static LedgerEntry? Holding(IEnumerable<LedgerEntry> entries, string run, RunFact fact) =>
        entries.FirstOrDefault(entry => entry.Run == run && FactPayload.Read(entry) is { } written && (written == fact || (written, fact) is (Consent one, Consent other) && one.Person == other.Person));

    internal static RunRecord RecordOf(IEnumerable<LedgerEntry> entries, string run) => RunRecord.Of(
        entries.Where(entry => entry.Run == run).Select(entry => (Fact: FactPayload.Read(entry), entry.At)).Where(pair => pair.Fact is not null).Select(pair => (pair.Fact!, pair.At)));

    private LedgerEntry Append(string run, Digest source, RunFact fact, string payload)
    {
        if (Held() is { } before) return before;
        try
        {
            return store.Append(last =>
            {
                // Under the lock nobody else appends: what is judged here is what the entry will follow.
                if (Held() is { } meanwhile) throw new StandsAlready(meanwhile);
                return new LedgerEntry((last?.Sequence ?? 0) + 1, clock.GetUtcNow(), FactPayload.EventOf(fact), run, source, payload, last?.Hash ?? LedgerEntry.Origin);
            });
        }
        catch (StandsAlready already)
        {
            return already.Entry;
        }

        LedgerEntry? Held()
        {
            var entries = Entries();
            var record = RecordOf(entries, run);
            return record.After(fact, clock.GetUtcNow()).Standing switch
            {
                Standing.Follows => null,
                Standing.Stands when Holding(entries, run, fact) is { } entry => entry,
                _ => throw new InvalidOperationException($"The ledger takes no {FactPayload.EventOf(fact)} of run {run}, which is {record.Phase}."),
            };
        }
    }

    /// <summary>Another process recorded the same fact while this one waited for the lock.</summary>
    private sealed class StandsAlready(LedgerEntry entry) : Exception
    {
        public LedgerEntry Entry { get; } = entry;
    }
}
