using Pipeline.Synthesis.Proposals;

namespace Pipeline.Tests.Synthesis.Proposals;

public sealed class PromptBookTests
{
    private static readonly ClassTopics[] Classes = [new("billing", ["a wrong charge", "a refund"]), new("delivery", ["a late parcel"])];

    [Fact]
    public void Puts_every_topic_with_every_opening()
    {
        var prompts = PromptBook.For(Classes, "Customer message", ["I", "My "]);
        Assert.Equal(3 * 2, prompts.Count);
        Assert.Equal(3 * 2, prompts.Select(prompt => (prompt.Label, prompt.Opening, Topic: Topic(prompt))).Distinct().Count());
        Assert.Equal(prompts.Count, prompts.Select(prompt => prompt.Text).Distinct().Count());
        Assert.All(prompts, prompt => Assert.Contains("Customer message", prompt.Text, StringComparison.Ordinal));

        static string Topic(Prompt prompt) => Classes.SelectMany(own => own.About).Single(topic => prompt.Text.Contains(topic, StringComparison.Ordinal));
    }

    [Fact]
    public void Uses_every_frame()
    {
        var starts = PromptBook.For([new("billing", ["x1", "x2", "x3", "x4"])], "Text", ["I"]).Select(prompt => prompt.Text[..6]).Distinct();
        Assert.Equal(4, starts.Count());
        Assert.Equal(4, PromptBook.For([new("billing", ["x1"])], "Text", []).Select(prompt => prompt.Text).Distinct().Count());
    }

    [Fact]
    public void Ends_a_prompt_with_the_opening_that_the_text_begins_with() =>
        Assert.All(PromptBook.For(Classes, "Text", ["Hi, "]), prompt => Assert.EndsWith("Hi,", prompt.Text, StringComparison.Ordinal));

    [Fact]
    public void Leaves_the_beginning_to_the_model_when_there_are_no_openings() =>
        Assert.All(PromptBook.For(Classes, "Text", []), prompt => Assert.Equal("", prompt.Opening));

    [Fact]
    public void Takes_a_prompt_for_a_class_from_its_own_topics_alone() =>
        Assert.All(PromptBook.For(Classes, "Text", []), prompt =>
            Assert.Equal(prompt.Label == 1, prompt.Text.Contains("a late parcel", StringComparison.Ordinal)));
}
