using Pipeline.Core.Inputs;
using Pipeline.Core.Numerics;
using Pipeline.Core.Privacy;
using Pipeline.Synthesis.Matching;

namespace Pipeline.Synthesis.Mechanisms;

/// <summary>The noise of both releases and what it proves: everything that is known of the mechanism before private data is opened.</summary>
internal sealed class PathPlan
{
    public PathPlan(PathPrivacy privacy, PathShape shape, NoiseOrigin origin)
    {
        privacy.Check();
        ArgumentOutOfRangeException.ThrowIfLessThan(shape.Classes, 2, nameof(shape));
        ArgumentOutOfRangeException.ThrowIfLessThan(shape.Dimensions, 1, nameof(shape));
        ArgumentOutOfRangeException.ThrowIfLessThan(shape.Steps, 1, nameof(shape));
        Rows = HeadGradient.RowsFor(shape.Classes);
        var coordinates = (long)shape.Classes * (shape.Dimensions + 1) + (long)shape.Steps * Rows * shape.Dimensions;
        var slack = (1 + Math.Exp(privacy.Epsilon)) * GridGaussian.Slack(coordinates);
        if (slack > privacy.Delta / 2)
        {
            throw new BadInputException("privacy, epsilon", $"With epsilon {privacy.Epsilon} the discrete noise could not prove delta {privacy.Delta}.",
                "an epsilon below 20 or a larger delta");
        }
        var delta = privacy.Delta - slack;
        var mu = GaussianPrivacy.Mu(privacy.Epsilon, delta);
        var (m, changes) = (privacy.RecordsPerUnit, privacy.Changes);
        Start = new GridGaussian(m * Math.Sqrt(1 + shape.CountWeight * shape.CountWeight), 1 / (mu * Math.Sqrt(shape.StartShare)), changes);
        Step = new GridGaussian(m * HeadGradient.GreatestResidual(Rows), Math.Sqrt(shape.Steps / (1 - shape.StartShare)) / mu, changes);

        double[] sigmas = [Start.Multiplier, .. Enumerable.Repeat(Step.Multiplier, shape.Steps)];
        var reached = GaussianPrivacy.Compose(sigmas);
        Claim = new PrivacyClaim
        {
            Mechanism = NoisyGradientPath.MechanismName,
            Epsilon = GaussianPrivacy.Epsilon(reached, delta),
            Delta = privacy.Delta,
            Unit = privacy.Unit,
            RecordsPerUnit = m,
            Neighbours = privacy.Neighbours,
            Noise = origin,
            Sigmas = sigmas,
            Mu = reached,
            Assumptions = Assumed(privacy, coordinates, slack),
            NotCovered = NotCovered(privacy),
        };
    }

    /// <summary>Rows of the path's head.</summary>
    public int Rows { get; }

    /// <summary>Noise of the class sums at W = 0.</summary>
    public GridGaussian Start { get; }

    /// <summary>Noise of each step.</summary>
    public GridGaussian Step { get; }

    /// <summary>What both together prove.</summary>
    public PrivacyClaim Claim { get; }

    private static List<string> Assumed(PathPrivacy privacy, long coordinates, double slack)
    {
        List<string> assumed =
        [
            "The random bits are uniform and secret: those of the operating system's generator.",
            $"The discrete Gaussian on the grid is within total variation 1/(16 s^2) of a rounded Gaussian on each of {coordinates} coordinates; (1 + e^epsilon) times their sum, {slack:0.0e0}, is part of delta (GridGaussian).",
            "The feature map, the labels' names and the path's settings were fixed without looking at the private records.",
        ];
        if (privacy.Unit != "record") assumed.Add($"The column that names the {privacy.Unit} is right: all records of one {privacy.Unit} carry one name.");
        return assumed;
    }

    private static List<string> NotCovered(PathPrivacy privacy)
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
