namespace Pipeline.Core.Privacy;

/// <summary>Proof that a claim's budget stands in the ledger. Only the ledger makes one; it works once.</summary>
public sealed class BudgetReceipt
{
    private readonly PrivacyClaim claim;
    private int used;

    internal BudgetReceipt(PrivacyClaim claim, Digest entry)
    {
        this.claim = claim;
        Entry = entry;
    }

    /// <summary>The hash of the ledger entry that records the spending.</summary>
    public Digest Entry { get; }

    internal void Use(PrivacyClaim running)
    {
        if (!ReferenceEquals(running, claim))
            throw new InvalidOperationException("The receipt is for another claim than the mechanism's.");
        if (Interlocked.Exchange(ref used, 1) != 0)
            throw new InvalidOperationException("The receipt has been used: every run of a mechanism is paid for on its own.");
    }
}
