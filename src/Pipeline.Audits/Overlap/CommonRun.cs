using System.Runtime.InteropServices;

namespace Pipeline.Audits.Overlap;

/// <summary>A run of units that a candidate text and a source text share.</summary>
/// <param name="Length">Units in the run; 0 when nothing is shared.</param>
/// <param name="Source">The source text's number.</param>
/// <param name="CandidateStart">Units of the candidate text before the run.</param>
/// <param name="SourceStart">Units of the source text before the run.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct CommonRun(int Length, int Source, int CandidateStart, int SourceStart)
{
    /// <summary>Whether it comes before another of the same candidate text: longer, else of an earlier source text.</summary>
    public bool IsBefore(CommonRun other) => Length > other.Length || (Length == other.Length && Length > 0 && Source < other.Source);
}
