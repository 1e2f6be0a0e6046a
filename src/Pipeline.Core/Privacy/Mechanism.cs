namespace Pipeline.Core.Privacy;

/// <summary>
/// A differentially private release: opens a private value, adds noise, and states what it proved. The only door from
/// private text to synthesis. It runs only on a receipt that its budget stands in the ledger (law 9).
/// </summary>
/// <typeparam name="TReleased">What comes out; public once released.</typeparam>
public abstract class Mechanism<TReleased>
    where TReleased : notnull
{
    /// <summary>A short name for ledger and report.</summary>
    public abstract string Name { get; }

    /// <summary>What a run will prove: known before it runs, so that it can be charged before it runs.</summary>
    public abstract PrivacyClaim Claim { get; }

    /// <summary>Runs once.</summary>
    /// <exception cref="InvalidOperationException">The receipt was used before, or is for another claim.</exception>
    public Noisy<TReleased> Run(BudgetReceipt receipt, CancellationToken cancellation)
    {
        receipt.Use(Claim);
        return new Noisy<TReleased>(Release(cancellation), Claim);
    }

    /// <summary>The mechanism itself.</summary>
    protected abstract TReleased Release(CancellationToken cancellation);

    /// <summary>Opens a private value; only mechanisms inherit this.</summary>
    protected T Open<T>(Private<T> value)
        where T : notnull => value.Open(GetType());
}
