using Pipeline.Core.Canaries;
using Pipeline.Core.Evidence;

namespace Pipeline.Core.Releases;

/// <summary>No text of a planted canary is ever released, and where canaries were planted somebody must have looked for them.</summary>
public static class CanaryRule
{
    /// <summary>One sentence for each way in which the rule is broken.</summary>
    public static IEnumerable<string> BrokenBy(Proposed proposed, EvidenceSummary evidence, CaseFacts facts)
    {
        if (proposed.WithCanary > 0) yield return "A text of the candidate holds a planted canary.";
        if (facts.Canaries.All.Count > 0 && !Looked(evidence).Any(finding => finding.Binding == evidence.Binding)) yield return "Canaries were planted, and no audit looked for them.";
    }

    /// <summary>How many texts hold a canary, as the audit that looks for them counted; 0 where it did not run.</summary>
    public static int Counted(EvidenceSummary evidence) => Looked(evidence).Select(finding => (int)finding.Statistic.Estimate).DefaultIfEmpty(0).Max();

    private static IEnumerable<FindingSummary> Looked(EvidenceSummary evidence) =>
        evidence.Findings.Where(finding => finding is { Audit: PlantedCanaries.AuditName, Measure: PlantedCanaries.TextsMeasure });
}
