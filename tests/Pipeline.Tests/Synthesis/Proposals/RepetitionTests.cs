using Pipeline.Synthesis.Proposals;

namespace Pipeline.Tests.Synthesis.Proposals;

public sealed class RepetitionTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("one two three", 0)]
    [InlineData("one two three four five", 0)]
    [InlineData("no no no no no", 2.0 / 3)]
    [InlineData("It is late it is Late it is late", 4.0 / 7)]
    public void Is_the_share_of_word_trigrams_that_occurred_before(string text, double share) => Assert.Equal(share, Repetition.Share(text), 12);
}
