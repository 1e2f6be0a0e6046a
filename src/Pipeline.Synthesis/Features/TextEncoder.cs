using Pipeline.Core;
using Pipeline.Core.Inputs;
using Pipeline.Synthesis.Models;

namespace Pipeline.Synthesis.Features;

/// <summary>
/// State of a text under the task's prompt: the model reads <c>{text} This ticket is about</c>, and the state (2C) is the final
/// normed hidden state at the last position (recipe, section 1), then the mean hidden state of the text itself, late in the model.
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

    /// <summary>Share of the kept tokens that are the beginning's.</summary>
    private const double Beginning = 2.0 / 3;

    private readonly LanguageModel model;
    private readonly string before;
    private readonly string after;
    private readonly int longest;
    private readonly int beforeLength;
    private readonly int afterLength;

    /// <summary>Uses a template that holds <c>{text}</c> once and goes on after it.</summary>
    /// <exception cref="BadInputException">It does not.</exception>
    public TextEncoder(LanguageModel model, string template)
        : this(model, template, model.Context)
    {
    }

    /// <summary>The same for a context that may be shorter than the model's.</summary>
    internal TextEncoder(LanguageModel model, string template, int context)
    {
        this.model = model;
        var parts = template.Split(Slot);
        if (parts.Length != 2 || parts[1].Length == 0 || char.IsWhiteSpace(parts[1][^1]))
            throw new BadInputException("task, template", "The template cannot be used.", "{text} exactly once, followed by words that do not end in a space");
        (before, after) = (parts[0], parts[1]);
        // Tokens can join differently where text and template meet; a few places are kept for that.
        (beforeLength, afterLength) = (Ids(before).Length, Ids(after).Length);
        longest = Math.Min(LongestText, context - beforeLength - afterLength - 4);
        if (longest < 2) throw new BadInputException("task, template", $"The template leaves no room for a text: the model reads {context} tokens.", "a shorter template, or a model with a longer context");
    }

    /// <summary>The template's words before and after the text.</summary>
    internal (string Before, string After) Around => (before, after);

    /// <summary>The state of every text, in order: (N, 2C).</summary>
    public float[][] States(IReadOnlyList<string> texts, IProgress<StageProgress>? progress, CancellationToken cancellation) =>
        model.States([.. texts.Select(Read)], progress, cancellation);

    /// <summary>Hands on the state of every text (2C) as it is read, in any order and on several threads; nothing is kept.</summary>
    public void Each(IReadOnlyList<string> texts, Action<int, float[]> use, IProgress<StageProgress>? progress, CancellationToken cancellation) =>
        model.States(texts.Count, i => Read(texts[i]), use, progress, cancellation);

    /// <summary>
    /// The prompt with the text's place in it. Tokens may join where text and template meet, so the place is counted from both
    /// ends, and a text always has a position of its own.
    /// </summary>
    private ReadText Read(string text)
    {
        var ids = Tokens(text);
        var first = Math.Min(beforeLength, ids.Length - 1);
        return new ReadText(ids, first, Math.Max(first + 1, ids.Length - afterLength));
    }

    /// <summary>The prompt's tokens. Long texts are cut between tokens, so a cut never makes a token of its own.</summary>
    internal int[] Tokens(string text)
    {
        // A character is at least a quarter of a token's bytes in practice; a text this long is far over the limit, and
        // its middle need not be tokenised to be thrown away.
        const int Ample = LongestText * 32;
        if (text.Length > 2 * Ample) text = string.Concat(text.AsSpan(0, Ample), " ", text.AsSpan(text.Length - Ample));
        var ids = model.Tokenizer.Encode(text, parseSpecial: false);
        if (ids.Length <= longest) return Ids(before + text + after);
        var beginning = (int)Math.Round(longest * Beginning);
        return [.. Ids(before), .. ids[..beginning], .. ids[^(longest - beginning)..], .. Ids(after)];
    }

    private int[] Ids(string text) => model.Tokenizer.Encode(text, parseSpecial: false);
}
