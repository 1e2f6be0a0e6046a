using Pipeline.Core.Corpora;
using Pipeline.Core.Privacy;
using Pipeline.Synthesis.Matching;

namespace Pipeline.Synthesis.Mechanisms;

/// <summary>
/// Releases the gradients of the label head on private texts, with noise: the sums of phi and the size of each class at
/// W = 0, then T full-batch steps of the total gradient. All that synthesis ever learns of the private text.
/// docs/synthesis.md, section 2; GRADMM (ICML 2025); computation: <see cref="PathRelease"/>; privacy: <see cref="GridGaussian"/>.
/// </summary>
public sealed class NoisyGradientPath : Mechanism<GradientTarget>
{
    /// <summary>The mechanism's name, as claims and audits say it.</summary>
    public const string MechanismName = "noisy-gradient-path";

    private readonly Private<LabelledVectors> vectors;
    private readonly PathPlan plan;
    private readonly PathRelease release;

    /// <summary>Plans the noise; nothing private is opened before <see cref="Mechanism{TReleased}.Run"/>.</summary>
    /// <param name="vectors">phi, label and unit of every private record; phi of length <see cref="PathShape.Dimensions"/>.</param>
    /// <param name="privacy">What is asked; the claim's epsilon is at most that.</param>
    /// <param name="shape">Classes, dimensions, steps.</param>
    /// <param name="noise">Random bits; only <see cref="OperatingSystemNoise"/> passes a shipped policy.</param>
    /// <exception cref="Core.Inputs.BadInputException">The privacy asked for makes no sense.</exception>
    public NoisyGradientPath(Private<LabelledVectors> vectors, PathPrivacy privacy, PathShape shape, INoiseSource noise)
        : this(vectors, new PathPlan(privacy, shape, noise.Origin), noise)
    {
    }

    /// <summary>Runs a plan that was made, and perhaps paid for, before the vectors were computed.</summary>
    /// <exception cref="ArgumentException">The plan says that its noise comes from elsewhere.</exception>
    public NoisyGradientPath(Private<LabelledVectors> vectors, PathPlan plan, INoiseSource noise)
    {
        if (plan.Claim.Noise != noise.Origin) throw new ArgumentException("The plan's claim names another origin of noise.", nameof(noise));
        (this.vectors, this.plan) = (vectors, plan);
        release = new PathRelease(plan, noise);
    }

    /// <inheritdoc/>
    public override string Name => MechanismName;

    /// <inheritdoc/>
    public override PrivacyClaim Claim => plan.Claim;

    /// <inheritdoc/>
    protected override GradientTarget Release(CancellationToken cancellation) => release.Of(Open(vectors), cancellation);
}
