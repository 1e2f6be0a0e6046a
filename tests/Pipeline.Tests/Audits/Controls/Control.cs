using Pipeline.Core.Corpora;

namespace Pipeline.Tests.Audits.Controls;

/// <summary>A synthesiser whose leak, or lack of one, is known.</summary>
/// <param name="Name">Its name in the matrix.</param>
/// <param name="What">What it does, in one sentence.</param>
/// <param name="Make">Makes a candidate.</param>
/// <param name="CaughtBy">Audits that must see it each time; empty for a clean one.</param>
internal sealed record Control(string Name, string What, Func<ControlCase, LabelledText[]> Make, params IReadOnlyList<string> CaughtBy)
{
    /// <summary>Whether it gives private text away.</summary>
    public bool Leaks => CaughtBy.Count > 0;

    /// <summary>Training records of its source.</summary>
    public int Training { get; init; } = 240;
}
