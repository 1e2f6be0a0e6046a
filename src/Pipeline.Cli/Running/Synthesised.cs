using Pipeline.Audits.Usefulness;
using Pipeline.Core;
using Pipeline.Core.Corpora;
using Pipeline.Core.Evidence;
using Pipeline.Core.Releases;
using Pipeline.Formal.Certificates;
using Pipeline.Reports;

namespace Pipeline.Cli.Running;

/// <summary>What a method of synthesis made.</summary>
internal sealed record Synthesised
{
    /// <summary>The candidate.</summary>
    public required Candidate Candidate { get; init; }

    /// <summary>Binds what the mechanism proved to what it is about.</summary>
    public required Func<Binding, Guarantee> Prove { get; init; }

    /// <summary>The ledger entry that paid for the mechanism.</summary>
    public required Digest LedgerEntry { get; init; }

    /// <summary>The surface style that proposals were rewritten in, in words; null for none.</summary>
    public string? Style { get; init; }

    /// <summary>How many proposals were written.</summary>
    public int Proposals { get; init; }

    /// <summary>How matching went, for methods that match.</summary>
    public MatchingSummary? Matching { get; init; }

    /// <summary>What was done to the texts after they were chosen, for methods that change them.</summary>
    public RefinementSummary? Refinement { get; init; }

    /// <summary>The public numbers behind what was claimed of the matching, for methods that match.</summary>
    public NumericalCertificate? Numbers { get; init; }

    /// <summary>What the usefulness audit compares, for methods that have feature vectors.</summary>
    public UsefulnessInputs? Usefulness { get; init; }

    /// <summary>Texts as the model writes them for each label, for audits to compare with; none for methods that propose nothing.</summary>
    public IReadOnlyList<LabelledText> ZeroShot { get; init; } = [];
}
