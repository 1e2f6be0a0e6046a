using System.Runtime.InteropServices;
using Pipeline.Synthesis.Features;
using Pipeline.Synthesis.Models;

namespace Pipeline.Synthesis.Refinement;

/// <summary>A text as tokens within the task's prompt. Substituting one token for another keeps every length.</summary>
/// <param name="Text">The text.</param>
/// <param name="Ids">Tokens of the whole prompt, T of them.</param>
/// <param name="First">Where the text begins.</param>
/// <param name="End">Where the prompt's words after the text begin.</param>
internal sealed record PlacedText(string Text, int[] Ids, int First, int End)
{
    /// <summary>
    /// Places a text; null where it cannot be refined: it is cut because of its length, its last token runs into the prompt's
    /// words, or its own tokens differ inside the prompt.
    /// </summary>
    public static PlacedText? Of(string text, TextEncoder encoder, LanguageModel model)
    {
        var (before, after) = encoder.Around;
        var first = model.Tokenizer.Encode(before).Length;
        var ids = encoder.Tokens(text);
        var own = model.Tokenizer.Encode(text);
        var end = first + own.Length;
        return own.Length is > 1 and <= TextEncoder.LongestText && end < ids.Length
            && ids.AsSpan(first, own.Length).SequenceEqual(own) && ids.AsSpan(end).SequenceEqual(model.Tokenizer.Encode(after))
            ? new PlacedText(text, ids, first, end)
            : null;
    }

    /// <summary>The text's own tokens.</summary>
    public ReadOnlySpan<int> Own => Ids.AsSpan(First, End - First);

    /// <summary>The text with another token at a place of the prompt, or null where its words would be cut into other tokens.</summary>
    public PlacedText? With(Substitution substitution, TextEncoder encoder, LanguageModel model)
    {
        int[] ids = [.. Ids];
        ids[substitution.At] = substitution.Token;
        var text = model.Tokenizer.Decode(ids[First..End]);
        return Of(text, encoder, model) is { } placed && placed.Ids.AsSpan().SequenceEqual(ids) ? placed : null;
    }
}

/// <summary>Another token at one place.</summary>
/// <param name="At">Place in the prompt.</param>
/// <param name="Token">What would stand there.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Substitution(int At, int Token);
