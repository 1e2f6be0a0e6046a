using Pipeline.Core;
using Pipeline.Core.Privacy;
using Pipeline.Synthesis.Matching;
using Pipeline.Synthesis.Mechanisms;

namespace Pipeline.Cli.Running.Methods;

/// <summary>The third step: the mechanism releases the noisy gradient path.</summary>
/// <param name="Released">The path and what was proved of it.</param>
/// <param name="LedgerEntry">The entry that paid for it.</param>
internal sealed record Targeting(Noisy<GradientTarget> Released, Digest LedgerEntry)
{
    /// <summary>The path: public now.</summary>
    public GradientTarget Target => Released.Value;

    /// <summary>Spends the budget in the ledger, unless it was spent with the style, then runs the mechanism.</summary>
    public static Targeting Run(RunContext context, Reading reading)
    {
        var (plan, receipt) = context.Spending.ForPath(context, reading.Map.Dimensions);
        var mechanism = new NoisyGradientPath(reading.Learned, plan, new OperatingSystemNoise());
        var released = context.Stages.Run("Release the noisy gradient path", _ => mechanism.Run(receipt, context.Cancellation));
        context.Planting.Look(released.Value, plan, reading.CanaryPhi, context.Labels);
        return new Targeting(released, receipt.Entry);
    }
}
