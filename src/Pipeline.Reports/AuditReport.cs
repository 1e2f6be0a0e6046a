using Pipeline.Core;
using Pipeline.Core.Evidence;
using Pipeline.Core.Policies;
using Pipeline.Core.Releases;

namespace Pipeline.Reports;

/// <summary>A file of texts that took part in an audit.</summary>
/// <param name="FileName">Its name, without folders.</param>
/// <param name="Digest">Digest of its bytes.</param>
/// <param name="Texts">Texts that were compared.</param>
/// <param name="EmptyTexts">Texts left out because they are empty.</param>
/// <param name="Text">Column with the text.</param>
/// <param name="Id">Column that names the texts, or null for row numbers.</param>
public sealed record AuditedFile(string FileName, Digest Digest, int Texts, int EmptyTexts, string Text, string? Id);

/// <summary>What a policy says of texts made elsewhere.</summary>
/// <param name="Name">The policy's name.</param>
/// <param name="Digest">The policy's digest.</param>
/// <param name="Judged">The judgement on what it requires of findings.</param>
/// <param name="NotJudged">What it requires besides, in words: of texts made elsewhere nothing can be proved.</param>
public sealed record AuditJudgement(string Name, Digest Digest, Evaluation Judged, IReadOnlyList<string> NotJudged);

/// <summary>What was measured on texts made by any other tool. It is no release and allows none.</summary>
public sealed record AuditReport
{
    /// <summary>Name and version of the JSON form.</summary>
    public const string Schema = "pipeline-audit/1";

    /// <summary>When it began.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Which program measured.</summary>
    public required string ProductVersion { get; init; }

    /// <summary>The private records.</summary>
    public required AuditedFile Source { get; init; }

    /// <summary>Private records that the texts were not made from, or null.</summary>
    public AuditedFile? Holdout { get; init; }

    /// <summary>The texts.</summary>
    public required AuditedFile Candidate { get; init; }

    /// <summary>The suite's name.</summary>
    public required string Suite { get; init; }

    /// <summary>The suite's digest.</summary>
    public required Digest SuiteDigest { get; init; }

    /// <summary>What was found.</summary>
    public required EvidenceFile Evidence { get; init; }

    /// <summary>What the policy says, or null when none was given.</summary>
    public AuditJudgement? Judgement { get; init; }

    /// <summary>Largest memory of the process, in megabytes of 10^6 bytes.</summary>
    public required double PeakMemoryMegabytes { get; init; }

    /// <summary>Why it is refused: the policy's reasons, and audits that could not finish. None when it is not.</summary>
    public IReadOnlyList<string> Reasons => Judgement?.Judged.Reasons
        ?? [.. Evidence.Audits.Where(outcome => outcome.Failure is not null).Select(outcome => $"The audit '{outcome.Audit}' could not finish: {outcome.Failure}.")];

    /// <summary>The judgement on each requirement; empty without a policy.</summary>
    public IReadOnlyList<Verdict> Verdicts => Judgement?.Judged.Verdicts ?? [];
}
