using Pipeline.Core.Corpora;
using Pipeline.Core.Privacy;
using Pipeline.Synthesis.Matching;

namespace Pipeline.Synthesis.Mechanisms;

/// <summary>
/// <see cref="NoisyGradientPath"/> on data that no person stands behind: the same code, plan and noise. It takes
/// <see cref="MadeUp{T}"/> and nothing else, so it needs no receipt, and it returns no claim, so nothing can be proved with it.
/// </summary>
public sealed class ShadowPath
{
    private readonly PathRelease release;

    /// <summary>The mechanism as it was planned, with the operating system's noise.</summary>
    public ShadowPath(PathPlan plan)
        : this(new PathRelease(plan, new OperatingSystemNoise()))
    {
    }

    /// <summary>Any mechanism of that form: tests attack broken ones.</summary>
    internal ShadowPath(PathRelease release) => this.release = release;

    /// <summary>Runs once.</summary>
    public GradientTarget Run(MadeUp<LabelledVectors> vectors, CancellationToken cancellation) => release.Of(vectors.Value, cancellation);
}
