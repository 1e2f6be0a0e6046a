using Pipeline.Core.Plans;

namespace Pipeline.Synthesis.Proposals;

/// <summary>
/// Writes varied prompts for every class: documents that quote a text, lists of texts, and chat instructions, with every
/// opening. Section 3 of the recipe: variety of wording is worth more than a low temperature, and a small model
/// that is given the first words of a person's text goes on as a person, not as an assistant.
/// </summary>
public static class PromptBook
{
    /// <summary>Prompts that show the pipeline file's public examples, where it has any.</summary>
    public static IReadOnlyList<Prompt> For(TaskPlan task, PublicPlan known) =>
        Write(task, known, [.. task.Labels.Select(label => (IReadOnlyList<PromptText>)PublicText.ExamplesOf(known, label))]);

    /// <summary>Prompts that show no examples.</summary>
    public static IReadOnlyList<Prompt> WithoutExamples(TaskPlan task, PublicPlan known) => Write(task, known, [.. task.Labels.Select(_ => (IReadOnlyList<PromptText>)[])]);

    /// <summary>Prompts of a later round, which show texts that matched in the round before.</summary>
    public static IReadOnlyList<Prompt> For(TaskPlan task, PublicPlan known, IReadOnlyList<MatchedText> matched) =>
        Write(task, known, [.. task.Labels.Select((_, c) => (IReadOnlyList<PromptText>)[.. matched.Where(text => text.Label == c)])]);

    /// <summary>
    /// Every prompt of a task, class by class: each topic with each opening, frames and examples in turn. Not every frame with
    /// every opening: reading a prompt costs as much as writing half a text, so each should be gone on from several times.
    /// </summary>
    private static List<Prompt> Write(TaskPlan task, PublicPlan known, IReadOnlyList<IReadOnlyList<PromptText>> examples)
    {
        var (kind, openings) = (PublicText.KindOf(known), PublicText.OpeningsOf(known));
        PublicText?[] starts = openings.Count > 0 ? [.. openings] : new PublicText?[Prompt.FrameCount];
        var prompts = new List<Prompt>();
        foreach (var (c, label) in task.Labels.Index())
        {
            var shown = 0;
            foreach (var (t, topic) in PublicText.TopicsOf(label).Index())
            {
                for (var s = 0; s < starts.Length; s++)
                {
                    var own = Enumerable.Range(0, Math.Min(Prompt.MostExamples, examples[c].Count)).Select(_ => examples[c][shown++ % examples[c].Count]).ToList();
                    prompts.Add(Prompt.Write(c, t + s, kind, topic, starts[s], own));
                }
            }
        }
        return prompts;
    }
}
