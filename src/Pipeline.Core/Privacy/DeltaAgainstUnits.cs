namespace Pipeline.Core.Privacy;

/// <summary>
/// A delta beside the number of protected units. A mechanism that publishes each unit whole with probability delta is
/// (0, delta)-private, so delta times the number of units is how many people a bound may give up entirely.
/// </summary>
/// <param name="Delta">The bound's delta.</param>
/// <param name="Units">Protected units, at least 0.</param>
public sealed record DeltaAgainstUnits(double Delta, int Units)
{
    /// <summary>Units that the bound could give up, in expectation.</summary>
    public double GivenUp => Delta * Units;

    /// <summary>Whether that is less than one.</summary>
    public bool Protects => Units > 0 && GivenUp < 1;

    /// <summary>The same in words.</summary>
    public string Words => Units == 0
        ? "There are no units, so no delta can be judged."
        : $"delta {Delta:G4} over {Units:N0} units allows for {GivenUp:G3} of them being given up; {(Protects ? "below one, as it must be" : "that is a person or more: delta must be below 1/n")}.";
}
