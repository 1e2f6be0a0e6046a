using Pipeline.Audits.Text;

namespace Pipeline.Audits.Overlap;

/// <summary>Numbers the units of the candidate's texts from 0, so that the far larger source is compared as numbers.</summary>
public sealed class Vocabulary
{
    /// <summary>The number of every unit that no candidate text holds.</summary>
    public const int Unknown = -1;

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
            if (!lookup.TryGetValue(text[i], out ids[i])) numbers.Add(text[i].ToString(), ids[i] = numbers.Count);
        }
        return ids;
    }

    /// <summary>The units of a text as numbers, or <see cref="Unknown"/>.</summary>
    public int[] Read(Segmentation text)
    {
        var ids = new int[text.Count];
        for (var i = 0; i < ids.Length; i++) ids[i] = lookup.TryGetValue(text[i], out var id) ? id : Unknown;
        return ids;
    }
}
