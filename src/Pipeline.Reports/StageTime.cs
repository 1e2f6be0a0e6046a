namespace Pipeline.Reports;

/// <summary>Time of one stage.</summary>
/// <param name="Name">The stage, in a few words.</param>
/// <param name="Seconds">Wall-clock seconds.</param>
/// <param name="Note">A rate or a count, or empty.</param>
public sealed record StageTime(string Name, double Seconds, string Note = "");
