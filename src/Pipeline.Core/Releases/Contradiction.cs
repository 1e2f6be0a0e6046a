using Pipeline.Core.Evidence;
using Pipeline.Core.Privacy;

namespace Pipeline.Core.Releases;

/// <summary>
/// Claim against attack: where an attack has shown an epsilon above the one that was proved, the proof, the code or the attack is
/// wrong, and whichever it is, nothing may be released.
/// </summary>
public static class Contradiction
{
    /// <summary>One sentence for every bound that contradicts a claim, or cannot be held against it.</summary>
    public static IEnumerable<string> In(EvidenceSummary evidence)
    {
        var claims = evidence.Guarantees.Where(guarantee => guarantee.Binding == evidence.Binding).Select(guarantee => guarantee.Claim).ToList();
        foreach (var finding in evidence.Findings.Where(finding => finding.Binding == evidence.Binding))
        {
            if (finding.Statistic is not EpsilonLowerBound bound) continue;
            var about = bound.Mechanism is { } name ? claims.Find(claim => claim.Mechanism == name) : Composition.Of(claims);
            if (about is null)
            {
                if (bound.Mechanism is not null) yield return $"The audit '{finding.Audit}' attacked the mechanism '{bound.Mechanism}', of which nothing was proved.";
                continue;
            }
            if (double.IsPositiveInfinity(about.Epsilon)) continue; // nothing was claimed
            // An attack at a smaller delta says less than one at the claim's; at a larger one, more.
            if (bound.Delta < about.Delta)
            {
                yield return $"The audit '{finding.Audit}' attacked at delta {bound.Delta:G4}, which cannot be held against a claim at delta {about.Delta:G4}.";
                continue;
            }
            var shown = bound.Lower(EpsilonLowerBound.ContradictionConfidence);
            if (shown > about.Epsilon)
                yield return $"The claim and the attack contradict each other: proved was epsilon {about.Epsilon:G4} at delta {about.Delta:G4}, and the audit '{finding.Audit}' ({finding.Measure}) shows at least {shown:G4}. The mechanism does not protect as it says.";
        }
    }
}
