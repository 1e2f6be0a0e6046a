using Pipeline.Cli.Running.Flows;
using Pipeline.Synthesis.Proposals;

namespace Pipeline.Cli.Running.Methods;

/// <summary>
/// Proposals from prompts that show the pipeline file's public examples. Nothing private takes part, if the examples are what
/// the file says they are: that they do not come from the source is a promise of its writer, and the audits look for copies.
/// </summary>
internal sealed class FewShotMethod : ISynthesisMethod
{
    /// <summary>Zero-shot texts written for the comparison, for each text wanted: about half of them are usable.</summary>
    private const int ComparedPerText = 4;

    public void Describe(RunFlow flow)
    {
        flow.Method.Propose();
        flow.Method.PublicTexts(compared: true);
    }

    public Synthesised Make(RunContext context)
    {
        var proposals = Proposing.Run(context);
        var zeroShot = Styling.Again(context, Proposing.Write(context, PromptBook.WithoutExamples(context.File.Task, context.File.Public), ComparedPerText * context.File.Synthesis.Texts, round: 1));
        return PublicTexts.Candidate(context, proposals, zeroShot);
    }
}
