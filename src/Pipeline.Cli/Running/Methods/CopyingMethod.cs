using Pipeline.Cli.Running.Flows;
using Pipeline.Core.Evidence;
using Pipeline.Core.Releases;
using Pipeline.Synthesis.Mechanisms;

namespace Pipeline.Cli.Running.Methods;

/// <summary>The memorising control: copies private texts, so every run of it must be refused.</summary>
internal sealed class CopyingMethod : ISynthesisMethod
{
    public void Describe(RunFlow flow)
    {
        flow.Mechanism("copying-control", typeof(CopyingControl), "private texts, copied", "Copy private texts (control)", flow.Learned, Named.PipelineFile);
        flow.Candidate("copying-control");
    }

    public Synthesised Make(RunContext context)
    {
        var mechanism = new CopyingControl(context.Planting.Learned, context.Labels, context.File.Synthesis.Texts, context.File.Source.Unit ?? "record", new OperatingSystemNoise());
        var receipt = context.Ledger.Spend(context.Run, context.Intake.Source, mechanism.Claim);
        var copied = context.Stages.Run("Copy private texts (control)", _ => mechanism.Run(receipt, context.Cancellation));
        return new Synthesised
        {
            Candidate = new Candidate(copied.Value),
            Prove = binding => Guarantee.From(copied, binding),
            LedgerEntry = receipt.Entry,
        };
    }
}
