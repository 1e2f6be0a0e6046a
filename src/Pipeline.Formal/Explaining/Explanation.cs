using Pipeline.Core.Policies;
using Pipeline.Core.Releases;

namespace Pipeline.Formal.Explaining;

/// <summary>A change of the evidence that would turn a decision round.</summary>
/// <param name="About">The requirement it is about; null for the rules that every policy has.</param>
/// <param name="What">The change in words: the smallest of its kind.</param>
public sealed record Change(Requirement? About, string What);

/// <summary>Why evidence passes or fails a policy.</summary>
/// <param name="Judged">What the evaluator says.</param>
/// <param name="Changes">
/// Refused: changes that together would have it approved, and none of which can be smaller while the others stay. Approved: changes each of
/// which alone would have it refused.
/// </param>
/// <param name="IsComplete">Refused: whether the evaluator approves once all changes are made. Approved: true.</param>
public sealed record Explanation(Evaluation Judged, IReadOnlyList<Change> Changes, bool IsComplete);
