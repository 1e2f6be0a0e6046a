using Pipeline.Core;
using Pipeline.Core.Evidence;
using Pipeline.Core.Releases;

namespace Pipeline.Reports;

/// <summary>What a report says was judged, read back so that a policy can be asked about it again.</summary>
/// <param name="Pipeline">The pipeline's name.</param>
/// <param name="Run">The run's name.</param>
/// <param name="Proposed">What was proposed for release.</param>
/// <param name="Evidence">What was proved and measured.</param>
/// <param name="Facts">The case.</param>
/// <param name="Ended">When the run ended; it was decided shortly before.</param>
/// <param name="Policy">Digest of the policy that it was judged by.</param>
/// <param name="Approved">What was decided.</param>
/// <param name="InPart">Findings of which the report does not hold all that is needed to judge them again: what they are, and of which kind.</param>
public sealed record ReportedCase(
    string Pipeline, string Run, Proposed Proposed, EvidenceSummary Evidence, CaseFacts Facts, DateTimeOffset Ended, Digest Policy, bool Approved, IReadOnlyList<string> InPart);
