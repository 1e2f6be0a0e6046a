namespace Pipeline.Synthesis.Proposals;

/// <summary>The rules a text must pass to be proposed, or to replace one that was.</summary>
internal static class SoundText
{
    /// <summary>Share of repeated word 3-grams above which a text is dropped.</summary>
    private const double MostRepetition = 0.10;

    /// <summary>Share of repeated words above which a text is dropped.</summary>
    private const double MostRepeatedWords = 0.40;

    /// <summary>Share of words with digits above which a text is dropped.</summary>
    private const double MostNumbers = 0.15;

    /// <summary>Whether a clean text says something: it does not mostly repeat words or count.</summary>
    public static bool HasSomethingToSay(string text) =>
        Repetition.Share(text) <= MostRepetition && Repetition.OfWords(text) <= MostRepeatedWords && Repetition.OfNumbers(text) <= MostNumbers;

    /// <summary>Whether a text passes all rules as it stands.</summary>
    public static bool Holds(string text, IReadOnlyList<string> avoid) =>
        TextCleaner.Clean(text, avoid) == text && HasSomethingToSay(text);
}
