namespace Pipeline.Core.Evidence;

/// <summary>All evidence on one candidate.</summary>
/// <param name="Binding">What it should all be about.</param>
/// <param name="Guarantees">What was proved.</param>
/// <param name="Audits">What was measured, and which measurements failed.</param>
public sealed record EvidenceFile(Binding Binding, IReadOnlyList<Guarantee> Guarantees, IReadOnlyList<AuditOutcome> Audits)
{
    /// <summary>Of the bounds that the digest covers.</summary>
    private const double EachSide = .975;

    /// <summary>Every finding of every audit that finished.</summary>
    public IEnumerable<Finding> Findings => Audits.SelectMany(outcome => outcome.Findings);

    /// <summary>Names all this evidence: its digests, bounds, counts and outcomes.</summary>
    public Digest Digest()
    {
        using var digester = new Digester();
        Add(digester, Binding);
        foreach (var guarantee in Guarantees)
        {
            var claim = guarantee.Claim;
            Add(digester, guarantee.Binding);
            digester.Add("guarantee").Add(claim.Mechanism).Add(Number(claim.Epsilon)).Add(Number(claim.Delta)).Add(Number(claim.Mu))
                .Add(claim.Unit).Add(Number(claim.RecordsPerUnit)).Add(claim.Neighbours.ToString()).Add(claim.Noise.ToString());
        }
        foreach (var outcome in Audits)
        {
            digester.Add("audit").Add(outcome.Audit).Add(outcome.Failure ?? "completed");
            foreach (var finding in outcome.Findings)
            {
                Add(digester, finding.Binding);
                digester.Add(finding.Measure).Add(finding.Against.ToString()).Add(Number(finding.Statistic.Estimate)).Add(Number(finding.Statistic.N))
                    .Add(Number(finding.Statistic.Lower(EachSide))).Add(Number(finding.Statistic.Upper(EachSide)));
            }
        }
        return digester.Finish();
    }

    private static void Add(Digester digester, Binding binding) =>
        digester.Add(binding.Candidate.Hex).Add(binding.Source.Hex).Add(binding.Settings.Hex);

    private static string Number(double value) => value.ToString("R");
}
