using Pipeline.Core.Canonical;

namespace Pipeline.Core.Evidence;

/// <summary>All evidence on one candidate.</summary>
/// <param name="Binding">What it should all be about.</param>
/// <param name="Guarantees">What was proved.</param>
/// <param name="Audits">What was measured, and which measurements failed.</param>
public sealed record EvidenceFile(Binding Binding, IReadOnlyList<Guarantee> Guarantees, IReadOnlyList<AuditOutcome> Audits)
{
    /// <summary>Every finding of every audit that finished.</summary>
    public IEnumerable<Finding> Findings => Audits.SelectMany(outcome => outcome.Findings);

    /// <summary>Names all this evidence: the digest of everything in it, as <see cref="EvidenceRecord"/> writes it.</summary>
    public Digest Digest() => Core.Digest.Of(CanonicalJson.Write(EvidenceRecord.Write(this)));
}
