using Pipeline.Core;
using Pipeline.Core.Inputs;
using Pipeline.Synthesis.Models;

namespace Pipeline.Synthesis.Features;

/// <summary>
/// Hidden state of a text under the task's prompt: the model reads <c>{text} This ticket is about</c> and h is the final
/// normed hidden state at the last position (recipe, section 1).
/// </summary>
public sealed class TextEncoder
{
    /// <summary>Where the text goes in a template.</summary>
    public const string Slot = "{text}";

    /// <summary>
    /// Longest text, in tokens. Of a longer one the beginning and the end are kept, since both say what it is about and
    /// the middle of a long mail costs more than it tells.
    /// </summary>
    public const int LongestText = 192;

    private const int LongestBeginning = 128;

    private readonly LanguageModel model;
    private readonly string before;
    private readonly string after;

    /// <summary>Uses a template that holds <c>{text}</c> once and goes on after it.</summary>
    /// <exception cref="BadInputException">It does not.</exception>
    public TextEncoder(LanguageModel model, string template)
    {
        this.model = model;
        var parts = template.Split(Slot);
        if (parts.Length != 2 || parts[1].Length == 0 || char.IsWhiteSpace(parts[1][^1]))
            throw new BadInputException("task, template", "The template cannot be used.", "{text} exactly once, followed by words that do not end in a space");
        (before, after) = (parts[0], parts[1]);
    }

    /// <summary>The template's words before and after the text.</summary>
    internal (string Before, string After) Around => (before, after);

    /// <summary>h of every text, in order: (N, D).</summary>
    public float[][] Hidden(IReadOnlyList<string> texts, IProgress<StageProgress>? progress, CancellationToken cancellation) =>
        model.LastHidden([.. texts.Select(Tokens)], progress, cancellation);

    /// <summary>Hands on h of every text (D) as it is read, in any order and on several threads; nothing is kept.</summary>
    public void Each(IReadOnlyList<string> texts, Action<int, float[]> use, IProgress<StageProgress>? progress, CancellationToken cancellation) =>
        model.LastHidden(texts.Count, i => Tokens(texts[i]), use, progress, cancellation);

    /// <summary>The prompt's tokens. Long texts are cut between tokens, so a cut never makes a token of its own.</summary>
    internal int[] Tokens(string text)
    {
        // A character is at least a quarter of a token's bytes in practice; a text this long is far over the limit, and
        // its middle need not be tokenised to be thrown away.
        const int Ample = LongestText * 32;
        if (text.Length > 2 * Ample) text = string.Concat(text.AsSpan(0, Ample), " ", text.AsSpan(text.Length - Ample));
        var ids = model.Tokenizer.Encode(text, parseSpecial: false);
        if (ids.Length <= LongestText) return model.Tokenizer.Encode(before + text + after, parseSpecial: false);
        return
        [
            .. model.Tokenizer.Encode(before, parseSpecial: false),
            .. ids[..LongestBeginning],
            .. ids[^(LongestText - LongestBeginning)..],
            .. model.Tokenizer.Encode(after, parseSpecial: false),
        ];
    }
}
