using Pipeline.Core.Evidence;
using Pipeline.Core.Plans;
using Pipeline.Core.Privacy;
using Pipeline.Synthesis.Attacks;
using Pipeline.Synthesis.Mechanisms;
using Pipeline.Synthesis.Style;

namespace Pipeline.Cli.Running;

/// <summary>
/// The budget of one run. Where the surface style is measured, both mechanisms are charged before either runs, and together
/// they keep to what the pipeline file asks.
/// </summary>
internal sealed class Spending
{
    private Noisy<SurfaceStyle>? style;
    private (PathPlan Plan, BudgetReceipt Receipt)? paid;

    /// <summary>The style that was released, or null.</summary>
    public SurfaceStyle? Style => style?.Value;

    /// <summary>What the privacy section of a file asks.</summary>
    public static PathPrivacy Asked(PipelineFile file) =>
        new(file.Privacy.Epsilon, file.Privacy.Delta, file.Privacy.Neighbours, file.Source.Unit ?? "record", file.Privacy.RecordsPerUnit);

    /// <summary>What was proved of the releases besides the method's own.</summary>
    public IEnumerable<Guarantee> Proved(Binding binding) => style is null ? [] : [Guarantee.From(style, binding)];

    /// <summary>Charges both mechanisms, then releases the style.</summary>
    /// <param name="context">The run.</param>
    /// <param name="dimensions">Length of phi that the path will have.</param>
    public SurfaceStyle MeasureStyle(RunContext context, int dimensions)
    {
        var noise = new OperatingSystemNoise();
        var privacy = Asked(context.File) with { StyleShare = context.File.Privacy.StyleShare ?? 0 };
        var shape = new PathShape(context.Labels.Count, dimensions);
        var mechanism = new NoisySurfaceStyle(context.Planting.Learned, privacy, shape, noise);
        var plan = new PathPlan(privacy, shape, noise.Origin);
        var receipt = context.Ledger.Spend(context.Run, context.Intake.Source, mechanism.Claim);
        context.Attacks.AddRange([new StyleAttack(mechanism.Plan), new PathAttack(plan)]);
        paid = (plan, context.Ledger.Spend(context.Run, context.Intake.Source, plan.Claim));
        style = context.Stages.Run("Release the noisy surface style", _ => mechanism.Run(receipt, context.Cancellation));
        return style.Value;
    }

    /// <summary>The plan of the path and the receipt for it: charged now, unless it was charged with the style.</summary>
    public (PathPlan Plan, BudgetReceipt Receipt) ForPath(RunContext context, int dimensions)
    {
        var shape = new PathShape(context.Labels.Count, dimensions);
        if (paid is { } before)
        {
            paid = null; // a second path would be a second release
            return before.Plan.Fits(shape) ? before : throw new InvalidOperationException("The path that was charged has another shape than the one that is to be released.");
        }
        var plan = new PathPlan(Asked(context.File), shape, NoiseOrigin.OperatingSystem);
        context.Attacks.Add(new PathAttack(plan));
        return (plan, context.Ledger.Spend(context.Run, context.Intake.Source, plan.Claim));
    }
}
