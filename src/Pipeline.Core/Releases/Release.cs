using Pipeline.Core.Corpora;
using Pipeline.Core.Evidence;
using Pipeline.Core.Policies;

namespace Pipeline.Core.Releases;

/// <summary>
/// What the sink may write (law 2). Only <see cref="Gate"/> makes one: the constructor is internal, nothing can be
/// copied with changes, and the type has no default but null.
/// </summary>
public sealed class Release
{
    internal Release(Candidate candidate, EvidenceFile evidence, Policy policy, DateTimeOffset decidedAt)
    {
        Rows = candidate.Rows;
        CandidateDigest = candidate.Digest;
        Guarantees = evidence.Guarantees;
        Binding = evidence.Binding;
        EvidenceDigest = evidence.Digest();
        PolicyName = policy.Name;
        PolicyDigest = policy.Digest;
        DecidedAt = decidedAt;
    }

    /// <summary>The rows that were judged.</summary>
    public IReadOnlyList<LabelledText> Rows { get; }

    /// <summary>Digest of the rows.</summary>
    public Digest CandidateDigest { get; }

    /// <summary>What was proved of them.</summary>
    public IReadOnlyList<Guarantee> Guarantees { get; }

    /// <summary>What the evidence is about.</summary>
    public Binding Binding { get; }

    /// <summary>Digest of the evidence it was decided on.</summary>
    public Digest EvidenceDigest { get; }

    /// <summary>The policy's name.</summary>
    public string PolicyName { get; }

    /// <summary>The policy's digest.</summary>
    public Digest PolicyDigest { get; }

    /// <summary>When it was decided.</summary>
    public DateTimeOffset DecidedAt { get; }
}
