using Pipeline.Core;
using Pipeline.Core.Ledgers;
using Pipeline.Core.Policies;

namespace Pipeline.Attestation.Verifying;

/// <summary>What a verifier has at hand.</summary>
public sealed record VerificationInputs
{
    /// <summary>The bundle's bytes.</summary>
    public required byte[] Bundle { get; init; }

    /// <summary>Where the bundle comes from, for messages.</summary>
    public required string Where { get; init; }

    /// <summary>The keys that are trusted; empty for none.</summary>
    public IReadOnlyList<TrustedKey> Keys { get; init; } = [];

    /// <summary>The policy under that digest, or null when it is not at hand.</summary>
    public Func<Digest, string, Policy?> PolicyOf { get; init; } = (_, _) => null;

    /// <summary>The digest of a file beside the bundle; null when it is not there.</summary>
    public Func<string, Digest?> FileOf { get; init; } = _ => null;

    /// <summary>The bytes of a small file beside the bundle; null when it is not there.</summary>
    public Func<string, byte[]?> ContentOf { get; init; } = _ => null;

    /// <summary>The digest of the source, for whoever holds it; null when it is not at hand.</summary>
    public Digest? Source { get; init; }

    /// <summary>The digest of the rows in the released file; null when it is not there.</summary>
    public Func<Digest?> Rows { get; init; } = () => null;

    /// <summary>Checks the numerical certificate beside the bundle against the candidate; null when there is none to check.</summary>
    public Func<Digest, (bool Holds, string Note)?> Certificate { get; init; } = _ => null;

    /// <summary>Reads the ledger itself and verifies its chain, throwing when it is broken; null when it is not at hand.</summary>
    public Func<IReadOnlyList<LedgerEntry>>? Ledger { get; init; }

    /// <summary>Other bundles of the same ledger, by name.</summary>
    public IReadOnlyList<(string Name, byte[] Bundle)> Others { get; init; } = [];
}
