using Pipeline.Core;
using Pipeline.Core.Privacy;
using Pipeline.Synthesis.Matching;
using Pipeline.Synthesis.Mechanisms;

namespace Pipeline.Cli.Running.Methods;

/// <summary>The third step, and the only one that spends: the mechanism releases the noisy gradient path.</summary>
/// <param name="Released">The path and what was proved of it.</param>
/// <param name="LedgerEntry">The entry that paid for it.</param>
internal sealed record Targeting(Noisy<GradientTarget> Released, Digest LedgerEntry)
{
    /// <summary>The path: public now.</summary>
    public GradientTarget Target => Released.Value;

    /// <summary>Spends the budget in the ledger, then runs the mechanism.</summary>
    public static Targeting Run(RunContext context, Reading reading)
    {
        var file = context.File;
        var privacy = new PathPrivacy(file.Privacy.Epsilon, file.Privacy.Delta, file.Privacy.Neighbours, file.Source.Unit ?? "record", file.Privacy.RecordsPerUnit);
        var mechanism = new NoisyGradientPath(reading.Training, privacy, new PathShape(context.Labels.Count, reading.Map.Dimensions), new OperatingSystemNoise());
        var receipt = context.Ledger.Spend(context.Run, context.Intake.Source, mechanism.Claim);
        var released = context.Stages.Run("Release the noisy gradient path", _ => mechanism.Run(receipt, context.Cancellation));
        return new Targeting(released, receipt.Entry);
    }
}
