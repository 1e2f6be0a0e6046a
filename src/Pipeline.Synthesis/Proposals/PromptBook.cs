namespace Pipeline.Synthesis.Proposals;

/// <summary>A prompt for one class. Built from the pipeline file alone, so nothing private can be in it.</summary>
/// <param name="Label">Index of the class whose texts it asks for.</param>
/// <param name="Text">The prompt, with special tokens written out.</param>
/// <param name="Opening">What the answer already begins with and what belongs to the text; empty for most.</param>
public sealed record Prompt(int Label, string Text, string Opening = "");

/// <summary>What a class is about, in the words of the pipeline file.</summary>
/// <param name="Name">The label.</param>
/// <param name="About">Topics, each a phrase that can follow "about".</param>
public sealed record ClassTopics(string Name, IReadOnlyList<string> About);

/// <summary>
/// Writes varied prompts for every class: chat instructions in several wordings, and list continuations, whose text
/// reads more like a person's than an assistant's. Section 3 of the recipe: variety of wording is worth more than a
/// low temperature.
/// </summary>
public static class PromptBook
{
    private static readonly string[] Wordings =
    [
        "Write a message from a person about {0}.{1} Reply with the message only.",
        "Imagine someone who has to write about {0}.{1} What do they write? Give just their words.",
        "Write one realistic example of a short text about {0}, in the first person.{1}",
        "Someone types a few sentences about {0}.{1} Write exactly what they type.",
    ];

    private static readonly string[] Lists =
    [
        "Examples of what people write about {0}:\n\n1. \"",
        "The following texts were written by different people about {0}.{1}\n\n- \"",
    ];

    /// <summary>Every prompt of a task, class by class. Each topic of each class appears in every wording.</summary>
    /// <param name="classes">The task's classes, in order.</param>
    /// <param name="style">A public note on how such texts look, or null.</param>
    public static IReadOnlyList<Prompt> For(IReadOnlyList<ClassTopics> classes, string? style)
    {
        var note = string.IsNullOrWhiteSpace(style) ? "" : " " + style.Trim();
        var prompts =
            from label in Enumerable.Range(0, classes.Count)
            from topic in classes[label].About
            from prompt in Wordings.Select(wording => Chat(string.Format(wording, topic, note)))
                .Concat(Lists.Select(list => string.Format(list, topic, note)))
            select new Prompt(label, prompt);
        return [.. prompts];
    }

    /// <summary>The chat form of SmolLM2: a user turn, then the assistant's, left open.</summary>
    private static string Chat(string instruction) =>
        $"<|im_start|>user\n{instruction}<|im_end|>\n<|im_start|>assistant\n";
}
