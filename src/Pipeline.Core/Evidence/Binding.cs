namespace Pipeline.Core.Evidence;

/// <summary>What a piece of evidence was measured on (law 3).</summary>
/// <param name="Candidate">Digest of the candidate's rows.</param>
/// <param name="Source">Digest of the source as it was read.</param>
/// <param name="Settings">Digest of the plan: pipeline file, audit suite, model.</param>
public sealed record Binding(Digest Candidate, Digest Source, Digest Settings);
