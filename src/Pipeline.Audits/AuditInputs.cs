using Pipeline.Core.Corpora;
using Pipeline.Core.Privacy;

namespace Pipeline.Audits;

/// <summary>What audits can be given besides the texts. An audit that cannot do without a missing one fails with a reason, and the gate refuses.</summary>
public sealed record AuditInputs
{
    /// <summary>The texts alone.</summary>
    public static AuditInputs None { get; } = new();

    /// <summary>The texts in the judge's space, or null.</summary>
    public EmbeddedTexts? Embedded { get; init; }

    /// <summary>The records as a language model rates them, before and after it was fine-tuned on the candidate, or null.</summary>
    public RatedRecords? Rated { get; init; }

    /// <summary>Public texts about the same things that nothing private had a part in, for attacks to compare with, such as zero-shot texts.</summary>
    public IReadOnlyList<string> Reference { get; init; } = [];
}

/// <summary>Texts as vectors of one space, made by a model that had no part in making the candidate.</summary>
/// <param name="Training">One vector a training record, in the order of the records; sealed until an audit runs.</param>
/// <param name="Holdout">One vector a holdout record, in the order of the records.</param>
/// <param name="Candidate">One vector a row of the candidate, in its order.</param>
public sealed record EmbeddedTexts(Private<LabelledVectors> Training, Private<LabelledVectors> Holdout, LabelledVectors Candidate);

/// <summary>Ratings by one language model.</summary>
/// <param name="Training">Of each training record, in the order of the records; sealed until an audit runs.</param>
/// <param name="Holdout">Of each holdout record, in the order of the records.</param>
public sealed record Ratings(Private<RatedTexts> Training, Private<RatedTexts> Holdout);

/// <summary>Ratings by a language model before and after it was fine-tuned on the candidate.</summary>
/// <param name="Untuned">Before.</param>
/// <param name="Tuned">After.</param>
public sealed record RatedRecords(Ratings Untuned, Ratings Tuned);
