using Pipeline.Core;
using Pipeline.Core.Corpora;
using Pipeline.Core.Privacy;

namespace Pipeline.Data.Sources;

/// <summary>A source as it was read: sealed records, and numbers about them.</summary>
/// <param name="Training">The records synthesis may learn from, through a mechanism.</param>
/// <param name="Holdout">The records kept aside; no unit is in both.</param>
/// <param name="Profile">Counts and lengths.</param>
/// <param name="Source">Digest of the file's bytes.</param>
public sealed record Intake(Private<Corpus> Training, Private<Corpus> Holdout, SourceProfile Profile, Digest Source);
