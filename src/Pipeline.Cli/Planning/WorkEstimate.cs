using Pipeline.Cli.Running.Methods;
using Pipeline.Core.Plans;
using Pipeline.Synthesis.Features;
using Pipeline.Synthesis.Proposals;

namespace Pipeline.Cli.Planning;

/// <summary>
/// How much a run will write and read: counts, so the same on every machine. From the pipeline file and the source's size;
/// shares that only the run itself can know are those of earlier runs, named below.
/// </summary>
/// <param name="TokensWritten">New tokens of proposals.</param>
/// <param name="PromptPositions">Positions of prompts, read by the model that writes.</param>
/// <param name="ProposalPositions">Positions of proposals, read by the exact model.</param>
/// <param name="PrivatePositions">Positions of private texts, read by the exact model.</param>
internal sealed record WorkEstimate(long TokensWritten, long PromptPositions, long ProposalPositions, long PrivatePositions)
{
    /// <summary>Part of the proposals that are clean texts and no repetition (tickets: .7 to .8).</summary>
    private const double Clean = .75;

    /// <summary>Part of the clean proposals that is likely enough to be read and matched.</summary>
    private const double Readable = .5;

    /// <summary>Part of a proposal's tokens that is left when it is cut at its last sentence end.</summary>
    private const double Cut = .75;

    /// <summary>Part of a batch of prompts that is padding: they differ in length.</summary>
    private const double Padding = .25;

    /// <summary>Positions the model reads, in all.</summary>
    public long PositionsRead => PromptPositions + ProposalPositions + PrivatePositions;

    /// <summary>The work of a run of a file on a source.</summary>
    /// <param name="file">The pipeline file.</param>
    /// <param name="records">Records of the source, both parts.</param>
    /// <param name="charactersPerRecord">Typical length of their texts.</param>
    /// <param name="charactersPerToken">Of the model's tokenizer, on texts of this language.</param>
    public static WorkEstimate Of(PipelineFile file, int records, double charactersPerRecord, double charactersPerToken)
    {
        if (file.Synthesis.Method == SynthesisMethod.CopyingControl) return new WorkEstimate(0, 0, 0, 0);
        var prompts = Prompts(file);
        var proposals = file.Synthesis.Proposals ?? Proposing.ProposalsPerText * file.Synthesis.Texts;
        var clean = proposals * Clean;
        var tokens = ProposalLength.Of(file).Expected;
        var zeroShot = clean / Math.Max(1, Math.Floor(clean / (Reading.ZeroShotPerText * file.Synthesis.Texts)));
        var read = Readable * clean + (1 - Readable) * zeroShot;
        var template = (file.Task.Template.Length - TextEncoder.Slot.Length) / charactersPerToken;
        var used = prompts.Take(Math.Max(1, proposals)).Sum(prompt => prompt.Text.Length) / charactersPerToken;
        return new WorkEstimate(
            Round(proposals * tokens),
            Round(used * (1 + Padding)),
            Round(read * (tokens * Cut + template)),
            Round(records * (Math.Min(charactersPerRecord / charactersPerToken, TextEncoder.LongestText) + template)));
    }

    /// <summary>
    /// Whether a method goes on from what it chose by optimising it, which no count here covers: its steps depend on how soon
    /// nothing improves any more.
    /// </summary>
    public static bool LeavesOutOptimising(SynthesisMethod method) => method is SynthesisMethod.MatchRefine or SynthesisMethod.AdmmPaper or SynthesisMethod.Embedding;

    /// <summary>Proposals that are expected to be usable, as the feature map's directions depend on their number.</summary>
    public static int Usable(PipelineFile file) => (int)(Clean * Readable * Proposing.Count(file));

    /// <summary>The prompts of a file.</summary>
    public static IReadOnlyList<Prompt> Prompts(PipelineFile file) =>
        PromptBook.For(file.Task, file.Public);

    private static long Round(double count) => (long)Math.Round(count);
}
