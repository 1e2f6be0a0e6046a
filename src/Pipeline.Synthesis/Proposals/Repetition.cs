namespace Pipeline.Synthesis.Proposals;

/// <summary>How much a text repeats itself, and how much of it is numbers: what a small model does when it has nothing to say.</summary>
public static class Repetition
{
    /// <summary>Share of words that occurred before in the same text, case apart. Plain English of forty words has about a quarter.</summary>
    public static double OfWords(string text)
    {
        var words = Words.Of(text);
        return words.Length == 0 ? 0 : 1 - words.Distinct().Count() / (double)words.Length;
    }

    /// <summary>Share of words that hold a digit.</summary>
    public static double OfNumbers(string text)
    {
        var words = Words.Of(text);
        return words.Length == 0 ? 0 : words.Count(word => word.Any(char.IsDigit)) / (double)words.Length;
    }

    /// <summary>Share of word 3-grams that occurred before in the same text; 0 for a text of fewer than four words.</summary>
    public static double Share(string text)
    {
        var words = Words.Of(text);
        if (words.Length < 4) return 0;
        var seen = new HashSet<(string, string, string)>();
        var repeated = 0;
        for (var i = 0; i + 2 < words.Length; i++)
            if (!seen.Add((words[i], words[i + 1], words[i + 2]))) repeated++;
        return (double)repeated / (words.Length - 2);
    }
}
