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

    [Theory]
    [InlineData("", 0, 0)]
    [InlineData("I paid 20 euros, and 20 more.", 1.0 / 7, 2.0 / 7)]
    [InlineData("The meter is the meter and the meter.", 3.0 / 8, 0)]
    public void Counts_repeated_words_and_words_with_digits(string text, double words, double numbers)
    {
        Assert.Equal(words, Repetition.OfWords(text), 12);
        Assert.Equal(numbers, Repetition.OfNumbers(text), 12);
    }
}
