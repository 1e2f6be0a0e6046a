using System.Text.Json;
using Pipeline.Core.Inputs;
using Pipeline.Core.Privacy;
using Pipeline.Core.Releases;

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
        return new BudgetReceipt(claim, Append(LedgerEvent.BudgetSpent, run, source, Spending.Write(claim)).Hash);
    }

    /// <summary>Records what the gate decided.</summary>
    public LedgerEntry Decided(string run, Digest source, Digest evidence, Digest policy, Decision decision) =>
        Append(LedgerEvent.Decided, run, source, JsonSerializer.Serialize(new SortedDictionary<string, object>(StringComparer.Ordinal)
        {
            ["decision"] = decision is Approved ? "approved" : "refused",
            ["evidence"] = evidence.ToString(),
            ["policy"] = policy.ToString(),
        }));

    /// <summary>Records that a release became visible.</summary>
    public LedgerEntry Released(string run, Release release, Digest file) =>
        Append(LedgerEvent.Released, run, release.Binding.Source, JsonSerializer.Serialize(new SortedDictionary<string, object>(StringComparer.Ordinal)
        {
            ["candidate"] = release.CandidateDigest.ToString(),
            ["evidence"] = release.EvidenceDigest.ToString(),
            ["file"] = file.ToString(),
        }));

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

    private LedgerEntry Append(LedgerEvent kind, string run, Digest source, string payload)
    {
        Entries();
        return store.Append(last => new LedgerEntry(
            (last?.Sequence ?? 0) + 1, clock.GetUtcNow(), kind, run, source, payload, last?.Hash ?? LedgerEntry.Origin));
    }
}
