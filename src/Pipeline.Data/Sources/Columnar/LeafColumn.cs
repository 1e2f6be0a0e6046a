namespace Pipeline.Data.Sources.Columnar;

/// <summary>A leaf column of one row group, read from its beginning to its end.</summary>
/// <param name="count">Number of levels, nulls included.</param>
/// <param name="definitions">Definition levels, or null when none can be missing.</param>
/// <param name="repetitions">Repetition levels, or null when none repeats.</param>
/// <param name="present">Definition level of a value that is there.</param>
/// <param name="value">The k-th value that is there.</param>
internal sealed class LeafColumn(int count, int[]? definitions, int[]? repetitions, int present, Func<int, object> value)
{
    private int position;
    private int taken;

    /// <summary>Whether everything was read.</summary>
    public bool AtEnd => position >= count;

    /// <summary>Definition level of the next value.</summary>
    public int Definition => AtEnd ? throw new InvalidDataException("A column ends before its rows do.") : definitions?[position] ?? present;

    /// <summary>Repetition level of the next value; 0 at the end.</summary>
    public int Repetition => AtEnd ? 0 : repetitions?[position] ?? 0;

    /// <summary>The next value, or null when it or a part around it is missing.</summary>
    public object? Take()
    {
        var there = Definition == present;
        position++;
        return there ? value(taken++) : null;
    }
}
