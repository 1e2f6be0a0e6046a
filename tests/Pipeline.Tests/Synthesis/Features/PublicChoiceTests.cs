using Pipeline.Synthesis.Features;

namespace Pipeline.Tests.Synthesis.Features;

/// <summary>States of 2 x 12 numbers, in one or both halves of which the class shows.</summary>
public sealed class PublicChoiceTests
{
    private const int Classes = 3, Half = 12, Texts = 300;

    private static readonly int[] Labels = [.. Enumerable.Range(0, Texts).Select(i => i % Classes)];

    private static float[][] States(float last, float mean)
    {
        var random = new Random(7);
        return [.. Labels.Select(label => Enumerable.Range(0, 2 * Half)
            .Select(j => (float)(random.NextDouble() - .5) + (j % Half == label ? (j < Half ? last : mean) : 0)).ToArray())];
    }

    [Theory]
    [InlineData(.8f, 0f, StatePart.Last)]
    [InlineData(0f, .8f, StatePart.Mean)]
    [InlineData(.3f, .3f, StatePart.Both)]
    [InlineData(0f, 0f, null)]
    public void Takes_the_part_in_which_the_prompts_class_shows(float last, float mean, StatePart? expected)
    {
        var states = States(last, mean);
        var chosen = PublicChoice.Of(states, Labels, Classes, 6);
        if (expected is { } part) Assert.Equal(part, chosen);
        // Where nothing shows, whatever is chosen is no better than chance.
        else Assert.InRange(PublicChoice.Accuracy(states, Labels, chosen, Classes, 6), .2, .45);
    }

    [Fact]
    public void Is_the_same_for_the_same_texts()
    {
        var states = States(.3f, .4f);
        Assert.Equal(PublicChoice.Of(states, Labels, Classes, 6), PublicChoice.Of(states, Labels, Classes, 6));
    }
}
