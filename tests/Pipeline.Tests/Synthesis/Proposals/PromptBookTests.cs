using Pipeline.Core.Plans;
using Pipeline.Synthesis.Proposals;

namespace Pipeline.Tests.Synthesis.Proposals;

public sealed class PromptBookTests
{
    private static readonly TaskPlan Task = TaskOf(("billing", ["a wrong charge", "a refund"]), ("delivery", ["a late parcel"]));

    private static TaskPlan TaskOf(params (string Name, string[] About)[] labels) =>
        new() { Template = "{text} It is", Labels = [.. labels.Select(label => new LabelPlan { Name = label.Name, Token = " " + label.Name, About = label.About })] };

    private static PublicPlan Known(string kind, params string[] openings) => new() { Kind = kind, Openings = openings };

    [Fact]
    public void Puts_every_topic_with_every_opening()
    {
        var prompts = PromptBook.For(Task, Known("Customer message", "I", "My "));
        Assert.Equal(3 * 2, prompts.Count);
        Assert.Equal(3 * 2, prompts.Select(prompt => (prompt.Label, prompt.Opening, Topic: Topic(prompt))).Distinct().Count());
        Assert.Equal(prompts.Count, prompts.Select(prompt => prompt.Text).Distinct().Count());
        Assert.All(prompts, prompt => Assert.Contains("Customer message", prompt.Text, StringComparison.Ordinal));

        static string Topic(Prompt prompt) => Task.Labels.SelectMany(own => own.About).Single(topic => prompt.Text.Contains(topic, StringComparison.Ordinal));
    }

    [Fact]
    public void Uses_every_frame()
    {
        var starts = PromptBook.For(TaskOf(("billing", ["x1", "x2", "x3", "x4"])), Known("Text", "I")).Select(prompt => prompt.Text[..6]).Distinct();
        Assert.Equal(4, starts.Count());
        Assert.Equal(4, PromptBook.For(TaskOf(("billing", ["x1"])), Known("Text")).Select(prompt => prompt.Text).Distinct().Count());
    }

    [Fact]
    public void Ends_a_prompt_with_the_opening_that_the_text_begins_with() =>
        Assert.All(PromptBook.For(Task, Known("Text", "Hi, ")), prompt => Assert.EndsWith("Hi,", prompt.Text, StringComparison.Ordinal));

    [Fact]
    public void Leaves_the_beginning_to_the_model_when_there_are_no_openings() =>
        Assert.All(PromptBook.For(Task, Known("Text")), prompt => Assert.Equal("", prompt.Opening));

    [Fact]
    public void Takes_a_prompt_for_a_class_from_its_own_topics_alone() =>
        Assert.All(PromptBook.For(Task, Known("Text")), prompt =>
            Assert.Equal(prompt.Label == 1, prompt.Text.Contains("a late parcel", StringComparison.Ordinal)));

    [Fact]
    public void Shows_public_examples_of_the_class_in_turn()
    {
        var known = Known("Text", "I", "My") with { Examples = new Dictionary<string, IReadOnlyList<string>> { ["billing"] = ["B one.", "B two.", "B three.", "B four."], ["delivery"] = ["D one."] } };
        var prompts = PromptBook.For(Task, known);
        Assert.StartsWith("Text:\n\"B one.\"\n\nText:\n\"B two.\"\n\nText:\n\"B three.\"\n\nText about a wrong charge:\n\"I", prompts[0].Text, StringComparison.Ordinal);
        Assert.StartsWith("Text:\n\"B four.\"\n\nText:\n\"B one.\"", prompts[1].Text, StringComparison.Ordinal);
        Assert.All(prompts, prompt => Assert.Equal(prompt.Label == 1, prompt.Text.Contains("D one.", StringComparison.Ordinal)));
        Assert.All(prompts, prompt => Assert.NotEqual(prompt.Label == 1, prompt.Text.Contains("\"B ", StringComparison.Ordinal)));
        Assert.DoesNotContain(PromptBook.WithoutExamples(Task, known), prompt => prompt.Text.Contains("one.", StringComparison.Ordinal));
    }

    [Fact]
    public void Cuts_long_examples_so_that_the_model_has_room_to_write()
    {
        var known = Known("Text") with { Examples = new Dictionary<string, IReadOnlyList<string>> { ["billing"] = [string.Concat(Enumerable.Repeat("word ", 5000))] } };
        Assert.All(PromptBook.For(Task, known), prompt => Assert.InRange(prompt.Text.Length, 1, 1000));
    }

    [Fact]
    public void A_later_round_shows_matched_texts_of_the_class()
    {
        var prompts = PromptBook.For(Task, Known("Text"), [new MatchedText(new Proposal("It matched.", 1, -1))]);
        Assert.All(prompts, prompt => Assert.Equal(prompt.Label == 1, prompt.Text.Contains("\"It matched.\"", StringComparison.Ordinal)));
    }
}
