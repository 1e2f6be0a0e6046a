using Pipeline.Core.Corpora;
using Pipeline.Core.Privacy;

namespace Pipeline.Audits;

/// <summary>What audits can be given besides the texts. An audit whose input is missing fails with a reason, and the gate refuses.</summary>
public sealed record AuditInputs
{
    /// <summary>The texts alone.</summary>
    public static AuditInputs None { get; } = new();

    /// <summary>The texts in the judge's space, or null.</summary>
    public EmbeddedTexts? Embedded { get; init; }
}

/// <summary>Texts as vectors of one space, made by a model that had no part in making the candidate.</summary>
/// <param name="Training">One vector a training record, in the corpus's order; sealed until an audit runs.</param>
/// <param name="Holdout">One vector a holdout record, in the corpus's order.</param>
/// <param name="Candidate">One vector a row of the candidate, in its order.</param>
public sealed record EmbeddedTexts(Private<LabelledVectors> Training, Private<LabelledVectors> Holdout, LabelledVectors Candidate);
