namespace Pipeline.Synthesis.Proposals;

/// <summary>
/// A prompt for one class. Written from <see cref="PromptText"/> alone: public words of the pipeline file and matched synthetic
/// texts, so nothing private can be in it.
/// </summary>
public sealed class Prompt
{
    /// <summary>A long example is cut: three of them must leave the model room to write.</summary>
    private const int LongestExample = 400;

    /// <summary>Examples shown in one prompt at most.</summary>
    internal const int MostExamples = 3;

    /// <summary>Frames around a text: {0} is the kind of text, {1} the topic. Those that open a quotation mark end with the text at the closing one.</summary>
    private static readonly string[] Frames =
    [
        "{0} about {1}:\n\n\"",
        "Topic: {1}\n{0}: \"",
        "The following are examples of what people write about {1}.\n\n{0}:\n\"",
        "<|im_start|>user\nWrite this: {0} about {1}. Reply with the text only.<|im_end|>\n<|im_start|>assistant\n",
    ];

    /// <summary>Frames after examples. The first asks for the topic; the second goes on with the list alone, nearer to the examples.</summary>
    private static readonly string[] FramesAfterExamples = ["{0} about {1}:\n\"", "{0}:\n\""];

    private Prompt(int label, string text, string opening)
    {
        Label = label;
        Text = text;
        Opening = opening;
    }

    /// <summary>Number of frames.</summary>
    internal static int FrameCount => Frames.Length;

    /// <summary>Index of the class whose texts it asks for.</summary>
    public int Label { get; }

    /// <summary>The prompt, with special tokens written out.</summary>
    public string Text { get; }

    /// <summary>The first words of the text, which the model goes on from; empty for none.</summary>
    public string Opening { get; }

    /// <summary>Writes a prompt.</summary>
    /// <param name="label">Index of the class.</param>
    /// <param name="frame">Which frame, in turn.</param>
    /// <param name="kind">What kind of text.</param>
    /// <param name="topic">What it is about.</param>
    /// <param name="opening">First words, or null.</param>
    /// <param name="examples">Texts of the class to show, at most three.</param>
    internal static Prompt Write(int label, int frame, PublicText kind, PublicText topic, PublicText? opening, IReadOnlyList<PromptText> examples)
    {
        var start = opening?.Text ?? "";
        var frames = examples.Count > 0 ? FramesAfterExamples : Frames;
        var shown = string.Concat(examples.Select(example => $"{kind.Text}:\n\"{Short(example.Text)}\"\n\n"));
        return new Prompt(label, shown + string.Format(frames[frame % frames.Length], kind.Text, topic.Text) + start, start);
    }

    private static string Short(string text)
    {
        if (text.Length <= LongestExample) return text;
        var end = text.LastIndexOf(' ', LongestExample);
        return text[..(end > 0 ? end : LongestExample)] + " ...";
    }
}
