using Pipeline.Core.Inputs;
using Pipeline.Core.Privacy;

namespace Pipeline.Synthesis.Mechanisms;

/// <summary>The privacy a person asks of the path, as the pipeline file's <c>privacy</c> says it.</summary>
/// <param name="Epsilon">Greatest epsilon, positive.</param>
/// <param name="Delta">Greatest delta, between 0 and 1.</param>
/// <param name="Neighbours">The neighbouring relation.</param>
/// <param name="Unit">Whom it protects: <c>record</c>, or the name of a column.</param>
/// <param name="RecordsPerUnit">m: at most so many records of a unit are used, chosen at random.</param>
public sealed record PathPrivacy(double Epsilon, double Delta, Neighbours Neighbours, string Unit, int RecordsPerUnit = 1)
{
    /// <summary>Bounds that two neighbouring data sets can differ by.</summary>
    internal int Changes => Neighbours == Neighbours.ReplaceOneUnit ? 2 : 1;

    /// <exception cref="BadInputException">A number makes no sense.</exception>
    internal void Check()
    {
        var problems = new List<Problem>();
        if (!(Epsilon > 0 && double.IsFinite(Epsilon))) problems.Add(new("privacy, epsilon", $"{Epsilon} is not a budget.", "a positive number, such as 4"));
        if (!(Delta is > 0 and < 1)) problems.Add(new("privacy, delta", $"{Delta} is not a probability of failure.", "a number between 0 and 1, such as 1e-4"));
        if (RecordsPerUnit < 1) problems.Add(new("privacy, records per unit", $"{RecordsPerUnit} records leave nothing to use.", "a whole number of at least 1"));
        if (problems.Count > 0) throw new BadInputException(problems);
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
}
