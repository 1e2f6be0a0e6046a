namespace Pipeline.Synthesis.Proposals;

/// <summary>How much a text repeats itself.</summary>
public static class Repetition
{
    /// <summary>Share of word 3-grams that occurred before in the same text; 0 for a text of fewer than four words.</summary>
    public static double Share(string text)
    {
        var words = text.ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length < 4) return 0;
        var seen = new HashSet<(string, string, string)>();
        var repeated = 0;
        for (var i = 0; i + 2 < words.Length; i++)
            if (!seen.Add((words[i], words[i + 1], words[i + 2]))) repeated++;
        return (double)repeated / (words.Length - 2);
    }
}
