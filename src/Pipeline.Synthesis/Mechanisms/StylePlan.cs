using Pipeline.Core.Numerics;
using Pipeline.Core.Privacy;
using Pipeline.Synthesis.Style;

namespace Pipeline.Synthesis.Mechanisms;

/// <summary>The noise of the surface style and what it proves: everything that is known of the mechanism before private data is opened.</summary>
public sealed class StylePlan
{
    /// <summary>Plans the noise.</summary>
    /// <param name="privacy">What is asked of the whole run; <see cref="PathPrivacy.StyleShare"/> of it is spent here.</param>
    /// <param name="path">The shape of the path that spends the rest.</param>
    /// <param name="origin">Where the noise will come from.</param>
    /// <exception cref="Core.Inputs.BadInputException">The privacy asked for makes no sense.</exception>
    public StylePlan(PathPrivacy privacy, PathShape path, NoiseOrigin origin)
    {
        Privacy = privacy;
        var budget = PlannedBudget.Of(privacy, path);
        ArgumentOutOfRangeException.ThrowIfZero(privacy.StyleShare, nameof(privacy));
        Grid = new GridGaussian(privacy.RecordsPerUnit * Math.Sqrt(SurfaceKinds.Groups.Count), 1 / (budget.Mu * Math.Sqrt(privacy.StyleShare)), privacy.Changes);
        Claim = new PrivacyClaim
        {
            Mechanism = NoisySurfaceStyle.MechanismName,
            Epsilon = GaussianPrivacy.Epsilon(1 / Grid.Multiplier, budget.Delta),
            Delta = privacy.Delta,
            Unit = privacy.Unit,
            RecordsPerUnit = privacy.RecordsPerUnit,
            Neighbours = privacy.Neighbours,
            Noise = origin,
            Sigmas = [Grid.Multiplier],
            Mu = 1 / Grid.Multiplier,
            Slack = GridGaussian.Slack(SurfaceKinds.Count),
            Assumptions =
            [
                "The random bits are uniform and secret: those of the operating system's generator.",
                $"A record counts in exactly {SurfaceKinds.Groups.Count} of {SurfaceKinds.Count} counts of its text's surface, once in each group.",
            ],
            NotCovered = PathPlan.NotCovered(privacy),
        };
    }

    /// <summary>What it proves.</summary>
    public PrivacyClaim Claim { get; }

    /// <summary>What is asked.</summary>
    internal PathPrivacy Privacy { get; }

    /// <summary>Noise of the counts.</summary>
    internal GridGaussian Grid { get; }
}
