using System.Text;
using Pipeline.Synthesis.Models.Tokens;

namespace Pipeline.Synthesis.Refinement;

/// <summary>
/// Which tokens are whole words, and which of these may stand for which. A token counts as a word only when it stands alone
/// between spaces or punctuation somewhere in public text: the likeliest token after <c>My</c> may be <c> ex</c>, the
/// beginning of a longer word, and would leave a stump.
/// </summary>
internal sealed class WordBook
{
    private readonly BytePairTokenizer tokenizer;
    private readonly bool[] known;

    /// <summary>Collects the words of public texts.</summary>
    public WordBook(BytePairTokenizer tokenizer, IEnumerable<string> publicTexts)
    {
        this.tokenizer = tokenizer;
        known = new bool[tokenizer.Count];
        foreach (var text in publicTexts)
        {
            var ids = tokenizer.Encode(text);
            for (var at = 1; at < ids.Length; at++)
                if (StandsAlone(ids, at)) known[ids[at]] = true;
        }
    }

    /// <summary>Whether the token at a place is a word by itself: a space and letters, with no letter, digit or apostrophe after it.</summary>
    public bool StandsAlone(ReadOnlySpan<int> ids, int at) =>
        SpaceAndLetters(ids[at]) && (at + 1 == ids.Length || !GoesOn(ids[at + 1]));

    /// <summary>Whether a token may take the place of another: a known word, capitalised alike.</summary>
    public bool MayReplace(int old, int token) =>
        token != old && known[token] && Capitals(old) == Capitals(token);

    private bool SpaceAndLetters(int token)
    {
        var bytes = tokenizer.BytesOf(token);
        if (bytes.Length < 2 || bytes[0] != ' ') return false;
        foreach (var rune in Encoding.UTF8.GetString(bytes[1..]).EnumerateRunes())
            if (!Rune.IsLetter(rune)) return false;
        return true;
    }

    /// <summary>Whether a token goes on a word that came before it.</summary>
    private bool GoesOn(int token)
    {
        var first = Encoding.UTF8.GetString(tokenizer.BytesOf(token)).EnumerateRunes().FirstOrDefault();
        return Rune.IsLetterOrDigit(first) || first.Value is '\'' or '’' or '-' or 0xFFFD;
    }

    /// <summary>None, the first letter, or more.</summary>
    private int Capitals(int token)
    {
        var word = Encoding.UTF8.GetString(tokenizer.BytesOf(token)[1..]);
        return !word.Any(char.IsUpper) ? 0 : char.IsUpper(word[0]) && !word.Skip(1).Any(char.IsUpper) ? 1 : 2;
    }
}
