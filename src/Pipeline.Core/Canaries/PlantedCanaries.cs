using System.Text;
using Pipeline.Core.Corpora;

namespace Pipeline.Core.Canaries;

/// <summary>
/// The canaries of one run: those whose coin put them among the private records and those left out, together. Which is which
/// nobody learns from this; it can only be read off the sealed records.
/// </summary>
public sealed class PlantedCanaries
{
    /// <summary>The audit that looks for them.</summary>
    public const string AuditName = "canaries";

    /// <summary>Its measure of how many texts hold one; the gate refuses by itself where it is above 0.</summary>
    public const string TextsMeasure = "texts with a canary";

    private readonly HashSet<string> words;

    /// <summary>Takes canaries of different units.</summary>
    /// <exception cref="ArgumentException">Two have one unit.</exception>
    public PlantedCanaries(IReadOnlyList<Canary> all)
    {
        if (all.Select(canary => canary.Unit).Distinct(StringComparer.Ordinal).Count() != all.Count) throw new ArgumentException("Two canaries have one unit.", nameof(all));
        All = all;
        words = [.. all.SelectMany(canary => canary.Secret)];
    }

    /// <summary>No canary.</summary>
    public static PlantedCanaries None { get; } = new([]);

    /// <summary>The canaries, in a fixed order.</summary>
    public IReadOnlyList<Canary> All { get; }

    /// <summary>How many texts hold a secret word.</summary>
    public int CountIn(IEnumerable<LabelledText> texts) => texts.Count(text => OccurIn(text.Text));

    /// <summary>
    /// Whether a text holds any word of any secret, also in capitals, in compatibility letters, or with marks, spaces or
    /// invisible characters between its letters.
    /// </summary>
    public bool OccurIn(string text) => WordsIn(text).Any();

    /// <summary>The secret words that a text holds, as <see cref="OccurIn"/> finds them.</summary>
    public IEnumerable<string> WordsIn(string text)
    {
        if (words.Count == 0) yield break;
        var letters = LettersOf(text);
        for (var at = 0; at + Canary.WordLength <= letters.Length; at++)
            if (words.TryGetValue(letters.Substring(at, Canary.WordLength), out var word)) yield return word;
    }

    private static string LettersOf(string text)
    {
        var letters = new StringBuilder(text.Length);
        // A half of a surrogate pair cannot be normalised; it is no letter either.
        foreach (var rune in text.EnumerateRunes())
            foreach (var c in rune.ToString().Normalize(NormalizationForm.FormKD))
                if (char.IsLetter(c)) letters.Append(char.ToLowerInvariant(c));
        return letters.ToString();
    }
}
