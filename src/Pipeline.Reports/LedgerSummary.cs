using Pipeline.Core;

namespace Pipeline.Reports;

/// <summary>What the ledger holds for the source, this run included.</summary>
/// <param name="Entry">Hash of the entry that paid for this run.</param>
/// <param name="Mu">Gaussian differential privacy of all runs together; positive infinity when one proved nothing.</param>
/// <param name="Epsilon">The same as epsilon at <paramref name="Delta"/>.</param>
/// <param name="Delta">The delta that <paramref name="Epsilon"/> is stated at.</param>
/// <param name="Runs">How many mechanism runs that covers.</param>
public sealed record LedgerSummary(Digest Entry, double Mu, double Epsilon, double Delta, int Runs);
