namespace Pipeline.Audits.Overlap;

/// <summary>Cuts a candidate into parts whose indexes keep to the memory allowed.</summary>
public static class CandidateParts
{
    /// <summary>Parts of whole texts, in order; a text that is too long by itself is a part of its own.</summary>
    /// <param name="texts">The candidate's texts.</param>
    /// <param name="bytesForCharacter">Most that an index takes for a character.</param>
    /// <param name="most">Bytes allowed.</param>
    public static IReadOnlyList<Range> Of(IReadOnlyList<string> texts, int bytesForCharacter, long most)
    {
        var parts = new List<Range>();
        var (start, bytes) = (0, 0L);
        for (var i = 0; i < texts.Count; i++)
        {
            var more = (long)bytesForCharacter * texts[i].Length;
            if (i > start && bytes + more > most)
            {
                parts.Add(start..i);
                (start, bytes) = (i, 0);
            }
            bytes += more;
        }
        parts.Add(start..texts.Count);
        return parts;
    }
}
