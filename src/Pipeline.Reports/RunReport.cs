using Pipeline.Core.Corpora;
using Pipeline.Core.Evidence;
using Pipeline.Core.Privacy;
using Pipeline.Core.Releases;

namespace Pipeline.Reports;

/// <summary>
/// Everything a report of one run is made of: numbers, digests, salted hashes, and names out of files that are not
/// private (law 7). No member can hold a source text; released texts come from the release itself.
/// </summary>
public sealed record RunReport
{
    /// <summary>The version of the JSON form.</summary>
    public const string Schema = "pipeline-report/1";

    /// <summary>The pipeline's name.</summary>
    public required string Pipeline { get; init; }

    /// <summary>The run's name.</summary>
    public required string Run { get; init; }

    /// <summary>When the run began.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>The version of the product that ran.</summary>
    public required string ProductVersion { get; init; }

    /// <summary>The machine in words: cores and processor features.</summary>
    public required string Machine { get; init; }

    /// <summary>The private source, in numbers.</summary>
    public required SourceSummary Source { get; init; }

    /// <summary>What was asked for.</summary>
    public required RunSettings Settings { get; init; }

    /// <summary>What the ledger holds for this source, or null when no budget was spent.</summary>
    public LedgerSummary? Ledger { get; init; }

    /// <summary>What the gate decided, with the verdict on every requirement.</summary>
    public required Decision Decision { get; init; }

    /// <summary>What was proved and measured.</summary>
    public required EvidenceFile Evidence { get; init; }

    /// <summary>How well the synthetic gradients match, or null for methods that do not match.</summary>
    public MatchingSummary? Matching { get; init; }

    /// <summary>What was done to the texts after they were proposed, or null for methods that leave them as they are.</summary>
    public RefinementSummary? Refinement { get; init; }

    /// <summary>What the release is worth for training, or null when it was not measured.</summary>
    public UsefulnessSummary? Usefulness { get; init; }

    /// <summary>Where the time went, in order.</summary>
    public required IReadOnlyList<StageTime> Stages { get; init; }

    /// <summary>Largest memory the process held, in megabytes (10^6 bytes).</summary>
    public required double PeakMemoryMegabytes { get; init; }

    /// <summary>What the run cost, or null when it was not measured.</summary>
    public RunCost? Cost { get; init; }

    /// <summary>The file that was written, or null when none was.</summary>
    public ReleaseSummary? Release { get; init; }

    /// <summary>What was proved, in the evidence's order.</summary>
    public IEnumerable<PrivacyClaim> Claims => Evidence.Guarantees.Select(guarantee => guarantee.Claim);

    /// <summary>Up to eight released texts, the labels in turn; none unless the gate approved, for only a release is public.</summary>
    public IReadOnlyList<LabelledText> SampleRows => Decision is not Approved approved ? [] :
    [
        .. approved.Release.Rows
            .GroupBy(row => row.Label)
            .SelectMany(label => label.Select((row, turn) => (row, turn)))
            .OrderBy(pair => pair.turn).Take(SampleSize).Select(pair => pair.row),
    ];

    private const int SampleSize = 8;
}
