using System.Buffers;
using System.Text;

namespace Pipeline.Audits.Text;

/// <summary>
/// Makes texts that look or read the same equal: form KC, full case folding, invisible characters removed, form KC again,
/// each run of white space one space, trimmed. Look-alike letters of other scripts stay apart: see <see cref="Skeleton"/>.
/// </summary>
public static class TextNormaliser
{
    /// <summary>The full normalisation; the same text again when applied twice.</summary>
    public static string Full(string text)
    {
        var written = new Collapsed(text.Length);
        for (var i = 0; i < text.Length;)
        {
            // Characters that never join with what stands before them are looked up one by one; the others are normalised by
            // the library, with the one character before that they may join with.
            var single = i + FoldedCharacters.LengthOfSingles(text.AsSpan(i));
            var joining = single < text.Length && single > i ? single - 1 : single;
            written.AddSingles(text.AsSpan(i, joining - i));
            for (i = single; i < text.Length && !FoldedCharacters.IsSingle(text[i]);) i++;
            if (i > joining) written.Add(Plain(text[joining..i]));
        }
        return written.Finish();
    }

    /// <summary>The definition, step by step, but for white space.</summary>
    internal static string Plain(string text) => CompatibilityForm.Of(Fold(CompatibilityForm.Of(text)));

    private static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length;)
        {
            if (!Rune.TryGetRuneAt(text, i, out var rune))
            {
                folded.Append(text[i++]);
                continue;
            }
            i += rune.Utf16SequenceLength;
            if (!CodePointSets.IsDefaultIgnorable(rune.Value)) CaseFolding.Append(folded, rune);
        }
        // Folding brings nothing that is ignorable, so removing before or after it is the same.
        return folded.ToString();
    }

    /// <summary>Characters with each run of white space written as one space, none at the ends.</summary>
    private ref struct Collapsed(int capacity)
    {
        private char[] buffer = ArrayPool<char>.Shared.Rent(capacity + 16);
        private int length;
        private bool gap;

        public void AddSingles(ReadOnlySpan<char> singles)
        {
            foreach (var c in singles)
            {
                var folded = FoldedCharacters.Of(c);
                if (folded == FoldedCharacters.Several) Add(FoldedCharacters.SeveralOf(c));
                else Add(folded);
            }
        }

        public void Add(ReadOnlySpan<char> characters)
        {
            foreach (var c in characters) Add(CodePointSets.IsWhiteSpace(c) ? ' ' : c);
        }

        public string Finish()
        {
            var text = new string(buffer, 0, length);
            ArrayPool<char>.Shared.Return(buffer, clearArray: true);
            return text;
        }

        private void Add(char c)
        {
            if (c == ' ')
            {
                gap = length > 0;
                return;
            }
            if (length + 2 > buffer.Length) Grow();
            if (gap) buffer[length++] = ' ';
            gap = false;
            buffer[length++] = c;
        }

        private void Grow()
        {
            var larger = ArrayPool<char>.Shared.Rent(buffer.Length * 2);
            buffer.AsSpan(0, length).CopyTo(larger);
            ArrayPool<char>.Shared.Return(buffer, clearArray: true);
            buffer = larger;
        }
    }
}
