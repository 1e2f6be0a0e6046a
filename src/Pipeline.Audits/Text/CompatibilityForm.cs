using System.Text;

namespace Pipeline.Audits.Text;

/// <summary>Unicode normalisation form KC, on every string: also on unpaired surrogates and U+FFFE, where .NET would throw.</summary>
public static class CompatibilityForm
{
    private static readonly bool works = IsNormaliser(text => text.Normalize(NormalizationForm.FormKC));

    /// <summary>The text in form KC; code units that are not characters stay as they are.</summary>
    /// <exception cref="InvalidOperationException">This runtime does not normalise.</exception>
    public static string Of(string text)
    {
        // Under the invariant globalization mode .NET returns the input unchanged and says nothing; copies would go unseen.
        if (!works)
            throw new InvalidOperationException("This runtime cannot normalise Unicode: ICU is missing or invariant globalization is on.");
        var next = NextUnpaired(text, 0);
        if (next == text.Length) return text.Normalize(NormalizationForm.FormKC);
        var parts = new StringBuilder(text.Length);
        for (var start = 0; ; start = next + 1, next = NextUnpaired(text, start))
        {
            parts.Append(text[start..next].Normalize(NormalizationForm.FormKC));
            if (next == text.Length) return parts.ToString();
            parts.Append(text[next]);
        }
    }

    /// <summary>Whether a function normalises at all: a ligature, full-width letters and a decomposed letter tell.</summary>
    public static bool IsNormaliser(Func<string, string> normalise) =>
        normalise("\uFB01") == "fi" && normalise("\uFF21") == "A" && normalise("e\u0301") == "\u00E9";

    private static int NextUnpaired(string text, int from)
    {
        for (var i = from; i < text.Length; i++)
        {
            if (text[i] == '\uFFFE') return i;
            if (!char.IsSurrogate(text[i])) continue;
            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1])) return i;
            i++;
        }
        return text.Length;
    }
}
