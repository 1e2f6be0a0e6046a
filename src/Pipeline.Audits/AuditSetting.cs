namespace Pipeline.Audits;

/// <summary>A number that changes how an audit measures.</summary>
/// <param name="Name">As suites write it.</param>
/// <param name="Default">When it is not given.</param>
/// <param name="Least">Smallest value allowed.</param>
/// <param name="Most">Largest value allowed.</param>
/// <param name="Whole">Whether it must be a whole number.</param>
/// <param name="Meaning">What it is, in a few words.</param>
public sealed record AuditSetting(string Name, double Default, double Least, double Most, bool Whole, string Meaning)
{
    /// <summary>Whether the value is allowed.</summary>
    public bool Allows(double value) => value >= Least && value <= Most && (!Whole || double.IsInteger(value));

    /// <summary>What is allowed, for a problem's text.</summary>
    public string Range => $"{(Whole ? "a whole number" : "a number")} from {Least} to {Most}";
}
