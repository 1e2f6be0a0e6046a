namespace Pipeline.Synthesis.Proposals;

/// <summary>A prompt for one class. Built from the pipeline file alone, so nothing private can be in it.</summary>
/// <param name="Label">Index of the class whose texts it asks for.</param>
/// <param name="Text">The prompt, with special tokens written out.</param>
/// <param name="Opening">The first words of the text, which the model goes on from; empty for none.</param>
public sealed record Prompt(int Label, string Text, string Opening);

/// <summary>What a class is about, in the words of the pipeline file.</summary>
/// <param name="Name">The label.</param>
/// <param name="About">Topics, each a phrase that can follow "about".</param>
public sealed record ClassTopics(string Name, IReadOnlyList<string> About);

/// <summary>
/// Writes varied prompts for every class: documents that quote a text, lists of texts, and chat instructions, with every
/// opening. Section 3 of the recipe: variety of wording is worth more than a low temperature, and a small model
/// that is given the first words of a person's text goes on as a person, not as an assistant.
/// </summary>
public static class PromptBook
{
    /// <summary>Frames around a text: {0} is the kind of text, {1} the topic. Those that open a quotation mark end with the text at the closing one.</summary>
    private static readonly string[] Frames =
    [
        "{0} about {1}:\n\n\"",
        "Topic: {1}\n{0}: \"",
        "The following are examples of what people write about {1}.\n\n{0}:\n\"",
        "<|im_start|>user\nWrite this: {0} about {1}. Reply with the text only.<|im_end|>\n<|im_start|>assistant\n",
    ];

    /// <summary>
    /// Every prompt of a task, class by class: each topic with each opening, the frames in turn. Not every frame with every
    /// opening: reading a prompt costs as much as writing half a text, so each should be gone on from several times.
    /// </summary>
    /// <param name="classes">The task's classes, in order.</param>
    /// <param name="kind">What kind of text it is, such as <c>Customer message to the help desk</c>.</param>
    /// <param name="openings">First words to go on from; none leaves the beginning to the model.</param>
    public static IReadOnlyList<Prompt> For(IReadOnlyList<ClassTopics> classes, string kind, IReadOnlyList<string> openings)
    {
        string[] starts = openings.Count > 0 ? [.. openings.Select(opening => opening.TrimEnd())] : [.. Frames.Select(_ => "")];
        var prompts =
            from label in Enumerable.Range(0, classes.Count)
            from topic in classes[label].About.Index()
            from start in starts.Index()
            let frame = Frames[(topic.Index + start.Index) % Frames.Length]
            select new Prompt(label, string.Format(frame, kind, topic.Item) + start.Item, start.Item);
        return [.. prompts];
    }
}
