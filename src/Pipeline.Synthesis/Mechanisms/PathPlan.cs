using Pipeline.Core.Inputs;
using Pipeline.Core.Numerics;
using Pipeline.Core.Privacy;
using Pipeline.Synthesis.Matching;

namespace Pipeline.Synthesis.Mechanisms;

/// <summary>The noise of both releases and what it proves: everything that is known of the mechanism before private data is opened.</summary>
public sealed class PathPlan
{
    /// <summary>Plans the noise.</summary>
    /// <param name="privacy">What is asked.</param>
    /// <param name="shape">Classes, dimensions, steps.</param>
    /// <param name="origin">Where the noise will come from.</param>
    /// <exception cref="BadInputException">The privacy asked for makes no sense.</exception>
    public PathPlan(PathPrivacy privacy, PathShape shape, NoiseOrigin origin)
    {
        privacy.Check();
        ArgumentOutOfRangeException.ThrowIfLessThan(shape.Classes, 2, nameof(shape));
        ArgumentOutOfRangeException.ThrowIfLessThan(shape.Dimensions, 1, nameof(shape));
        ArgumentOutOfRangeException.ThrowIfLessThan(shape.Steps, 1, nameof(shape));
        (Privacy, Shape) = (privacy, shape);
        Rows = HeadGradient.RowsFor(shape.Classes);
        var budget = PlannedBudget.Of(privacy, shape);
        var mu = budget.Mu * Math.Sqrt(1 - privacy.StyleShare);
        var (m, changes) = (privacy.RecordsPerUnit, privacy.Changes);
        Start = new GridGaussian(m * Math.Sqrt(1 + shape.CountWeight * shape.CountWeight), 1 / (mu * Math.Sqrt(shape.StartShare)), changes);
        Step = new GridGaussian(m * HeadGradient.GreatestResidual(Rows), Math.Sqrt(shape.Steps / (1 - shape.StartShare)) / mu, changes);

        double[] sigmas = [Start.Multiplier, .. Enumerable.Repeat(Step.Multiplier, shape.Steps)];
        var reached = GaussianPrivacy.Compose(sigmas);
        Claim = new PrivacyClaim
        {
            Mechanism = NoisyGradientPath.MechanismName,
            Epsilon = GaussianPrivacy.Epsilon(reached, budget.Delta),
            Delta = privacy.Delta,
            Unit = privacy.Unit,
            RecordsPerUnit = m,
            Neighbours = privacy.Neighbours,
            Noise = origin,
            Sigmas = sigmas,
            Mu = reached,
            Slack = GridGaussian.Slack(shape.Coordinates),
            Assumptions = Assumed(privacy, shape.Coordinates),
            NotCovered = NotCovered(privacy),
        };
    }

    /// <summary>Whether it is the plan of a path of that shape.</summary>
    public bool Fits(PathShape shape) => Shape == shape;

    /// <summary>What is asked.</summary>
    internal PathPrivacy Privacy { get; }

    /// <summary>Classes, dimensions, steps.</summary>
    internal PathShape Shape { get; }

    /// <summary>Rows of the path's head.</summary>
    internal int Rows { get; }

    /// <summary>Noise of the class sums at W = 0.</summary>
    internal GridGaussian Start { get; }

    /// <summary>Noise of each step.</summary>
    internal GridGaussian Step { get; }

    /// <summary>What both together prove.</summary>
    public PrivacyClaim Claim { get; }

    private static List<string> Assumed(PathPrivacy privacy, long coordinates)
    {
        var slack = (1 + Math.Exp(privacy.Epsilon)) * GridGaussian.Slack(coordinates);
        List<string> assumed =
        [
            "The random bits are uniform and secret: those of the operating system's generator.",
            $"The discrete Gaussian on the grid is within total variation 1/(16 s^2) of a rounded Gaussian on each of {coordinates} coordinates; (1 + e^epsilon) times their sum, {slack:0.0e0}, is part of delta (GridGaussian).",
            privacy.StyleShare > 0
                ? "The feature map, the labels' names and the path's settings were fixed without looking at the private records, but for the noisy surface style, whose guarantee is added to this one."
                : "The feature map, the labels' names and the path's settings were fixed without looking at the private records.",
        ];
        if (privacy.Unit != "record") assumed.Add($"The column that names the {privacy.Unit} is right: all records of one {privacy.Unit} carry one name.");
        return assumed;
    }

    internal static List<string> NotCovered(PathPrivacy privacy)
    {
        List<string> open =
        [
            "That a decision to release was taken, and what it was.",
            "The timing of the machine.",
            "The exact number of records, where an internal report shows it.",
        ];
        if (privacy.Unit != "record") open.Add($"Which records of a {privacy.Unit} were used: at most {privacy.RecordsPerUnit}, chosen at random and not published; the others are not used at all.");
        return open;
    }
}
