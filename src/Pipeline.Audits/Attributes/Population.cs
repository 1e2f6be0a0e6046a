namespace Pipeline.Audits.Attributes;

/// <summary>
/// The units of a part cut into blocks of one size, so that isolating one unit is equally hard in every part. A predicate is tried on one block;
/// units beyond the last whole block are left out.
/// </summary>
internal sealed class Population
{
    private readonly Dictionary<string, int> blocks = new(StringComparer.Ordinal);

    /// <summary>Cuts units into blocks.</summary>
    /// <param name="units">All of them.</param>
    /// <param name="size">Units of a block, at least 1 and at most as many as there are.</param>
    /// <param name="draw">Which unit comes into which block.</param>
    public Population(IReadOnlySet<string> units, int size, Draw draw)
    {
        Blocks = units.Count / size;
        foreach (var (rank, unit) in units.OrderBy(unit => draw.Of("block", unit)).ThenBy(unit => unit, StringComparer.Ordinal).Take(Blocks * size).Index())
            blocks.Add(unit, rank / size);
    }

    /// <summary>How many blocks there are.</summary>
    public int Blocks { get; }

    /// <summary>The block of a unit, or -1.</summary>
    public int BlockOf(string unit) => blocks.GetValueOrDefault(unit, -1);
}
