using Pipeline.Core.Corpora;
using Pipeline.Core.Privacy;

namespace Pipeline.Synthesis.Mechanisms;

/// <summary>
/// <see cref="NoisySurfaceStyle"/> on texts that no person stands behind: the same code, plan and noise. It shows the noisy counts
/// themselves, which say more than the shares that the mechanism makes of them. See <see cref="ShadowPath"/>.
/// </summary>
public sealed class ShadowStyle
{
    private readonly SurfaceCounts release;

    /// <summary>The mechanism as it was planned, with the operating system's noise.</summary>
    public ShadowStyle(StylePlan plan)
        : this(new SurfaceCounts(plan.Grid, plan.Privacy.RecordsPerUnit, new OperatingSystemNoise()))
    {
    }

    /// <summary>Any mechanism of that form: tests attack broken ones.</summary>
    internal ShadowStyle(SurfaceCounts release) => this.release = release;

    /// <summary>Runs once.</summary>
    public double[] Run(MadeUp<Corpus> texts, CancellationToken cancellation) => release.Of(texts.Value, cancellation);
}
