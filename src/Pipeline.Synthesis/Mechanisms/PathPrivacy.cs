using Pipeline.Core.Inputs;
using Pipeline.Core.Numerics;
using Pipeline.Core.Privacy;
using Pipeline.Synthesis.Matching;

namespace Pipeline.Synthesis.Mechanisms;

/// <summary>The privacy a person asks of the path, as the pipeline file's <c>privacy</c> says it.</summary>
/// <param name="Epsilon">Greatest epsilon, positive.</param>
/// <param name="Delta">Greatest delta, between 0 and 1.</param>
/// <param name="Neighbours">The neighbouring relation.</param>
/// <param name="Unit">Whom it protects: <c>record</c>, or the name of a column.</param>
/// <param name="RecordsPerUnit">m: at most so many records of a unit are used, chosen at random.</param>
public sealed record PathPrivacy(double Epsilon, double Delta, Neighbours Neighbours, string Unit, int RecordsPerUnit = 1)
{
    /// <summary>
    /// Share of mu squared that <see cref="NoisySurfaceStyle"/> spends before the path does; 0 when there is no such release.
    /// Both then keep to epsilon and delta together.
    /// </summary>
    public double StyleShare { get; init; }

    /// <summary>Bounds that two neighbouring data sets can differ by.</summary>
    internal int Changes => Neighbours == Neighbours.ReplaceOneUnit ? 2 : 1;

    /// <exception cref="BadInputException">A number makes no sense.</exception>
    internal void Check()
    {
        var problems = new List<Problem>();
        if (!(Epsilon > 0 && double.IsFinite(Epsilon))) problems.Add(new("privacy, epsilon", $"{Epsilon} is not a budget.", "a positive number, such as 4"));
        if (!(Delta is > 0 and < 1)) problems.Add(new("privacy, delta", $"{Delta} is not a probability of failure.", "a number between 0 and 1, such as 1e-4"));
        if (RecordsPerUnit < 1) problems.Add(new("privacy, records per unit", $"{RecordsPerUnit} records leave nothing to use.", "a whole number of at least 1"));
        if (!(StyleShare is >= 0 and < 1)) problems.Add(new("privacy, style share", $"{StyleShare} leaves nothing for the gradients.", "a share from 0 to below 1, such as 0.05"));
        if (problems.Count > 0) throw new BadInputException(problems);
    }
}

/// <summary>The budget of all releases of a run together, in Gaussian terms.</summary>
/// <param name="Mu">mu of all releases together.</param>
/// <param name="Delta">What the slack leaves of delta.</param>
internal sealed record PlannedBudget(double Mu, double Delta)
{
    /// <summary>The budget of releases with so many noisy coordinates in all.</summary>
    /// <exception cref="BadInputException">The discrete noise cannot prove the delta asked for.</exception>
    public static PlannedBudget Of(PathPrivacy privacy, PathShape shape)
    {
        privacy.Check();
        var coordinates = shape.Coordinates + (privacy.StyleShare > 0 ? NoisySurfaceStyle.Coordinates : 0);
        var slack = (1 + Math.Exp(privacy.Epsilon)) * GridGaussian.Slack(coordinates);
        if (slack > privacy.Delta / 2)
        {
            throw new BadInputException("privacy, epsilon", $"With epsilon {privacy.Epsilon} the discrete noise could not prove delta {privacy.Delta}.",
                "an epsilon below 20 or a larger delta");
        }
        var delta = privacy.Delta - slack;
        return new PlannedBudget(GaussianPrivacy.Mu(privacy.Epsilon, delta), delta);
    }
}

/// <summary>The shape of the path. Fixed by the recipe and public; never tuned on private data.</summary>
/// <param name="Classes">Number of labels, at least 2.</param>
/// <param name="Dimensions">Length of phi.</param>
public sealed record PathShape(int Classes, int Dimensions)
{
    /// <summary>T, the number of noisy steps.</summary>
    public int Steps { get; init; } = 30;

    /// <summary>Learning rate of the steps.</summary>
    public double LearningRate { get; init; } = 30;

    /// <summary>Share of mu squared spent on the class sums at W = 0; the steps share the rest.</summary>
    public double StartShare { get; init; } = .2;

    /// <summary>c0: what a record's count weighs beside its phi, so that class sizes are released with the sums.</summary>
    public double CountWeight { get; init; } = .25;

    /// <summary>Noisy numbers of both releases.</summary>
    internal long Coordinates => (long)Classes * (Dimensions + 1) + (long)Steps * HeadGradient.RowsFor(Classes) * Dimensions;
}
