using Pipeline.Audits.Text;

namespace Pipeline.Audits.Overlap;

/// <summary>Numbers the units of the candidate's texts from 0, so that the far larger source is compared as numbers.</summary>
public sealed class Vocabulary
{
    /// <summary>The number of every unit that no candidate text holds.</summary>
    public const int Unknown = -1;

    // Units of one code unit, which is every unit when characters are compared, are looked up without hashing.
    private readonly int[] single = [.. Enumerable.Repeat(Unknown, char.MaxValue + 1)];
    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> lookup;

    /// <summary>An empty vocabulary.</summary>
    public Vocabulary() => lookup = numbers.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The units of a text as numbers, new ones added.</summary>
    public int[] Learn(Segmentation text)
    {
        var ids = new int[text.Count];
        for (var i = 0; i < ids.Length; i++)
        {
            ids[i] = NumberOf(text[i]);
            if (ids[i] == Unknown) ids[i] = Add(text[i]);
        }
        return ids;
    }

    /// <summary>The units of a text as numbers, or <see cref="Unknown"/>.</summary>
    public int[] Read(Segmentation text)
    {
        var ids = new int[text.Count];
        for (var i = 0; i < ids.Length; i++) ids[i] = NumberOf(text[i]);
        return ids;
    }

    private int NumberOf(ReadOnlySpan<char> unit) => unit.Length == 1 ? single[unit[0]] : lookup.TryGetValue(unit, out var number) ? number : Unknown;

    private int Add(ReadOnlySpan<char> unit)
    {
        var number = numbers.Count;
        numbers.Add(unit.ToString(), number);
        if (unit.Length == 1) single[unit[0]] = number;
        return number;
    }
}
