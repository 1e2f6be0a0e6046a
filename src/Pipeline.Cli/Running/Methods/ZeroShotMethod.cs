using Pipeline.Cli.Running.Flows;

namespace Pipeline.Cli.Running.Methods;

/// <summary>Proposals as they come, as many of each class: what prompts alone are worth. Nothing private takes part.</summary>
internal sealed class ZeroShotMethod : ISynthesisMethod
{
    public void Describe(RunFlow flow)
    {
        flow.Method.Propose();
        flow.Method.PublicTexts(compared: false);
    }

    public Synthesised Make(RunContext context)
    {
        var proposals = Proposing.Run(context);
        return PublicTexts.Candidate(context, proposals, proposals);
    }
}
