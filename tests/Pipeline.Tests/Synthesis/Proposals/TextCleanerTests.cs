using CsCheck;
using Pipeline.Synthesis.Proposals;

namespace Pipeline.Tests.Synthesis.Proposals;

public sealed class TextCleanerTests
{
    [Theory]
    [InlineData("I was charged twice for the same meal box. Please look into", "I was charged twice for the same meal box.")]
    [InlineData("\"I was charged twice for the same box.\"", "I was charged twice for the same box.")]
    [InlineData("I was charged twice for the same box.\" 2. \"My router is broken.", "I was charged twice for the same box.")]
    [InlineData("I was charged twice for the same box. 2. My router is broken.", "I was charged twice for the same box.")]
    [InlineData("I was charged twice for the same box.\" - \"My router is broken.", "I was charged twice for the same box.")]
    [InlineData("I was charged twice for the same box.\" This is what people write.", "I was charged twice for the same box.")]
    [InlineData("1. I was charged twice for the same box.", "I was charged twice for the same box.")]
    [InlineData("Message:\n\nI was charged twice\nfor the same box.\n\nKind regards.", "I was charged twice for the same box.")]
    [InlineData("The app shows \"error 5\" when I log in. Why?", "The app shows \"error 5\" when I log in. Why?")]
    [InlineData("The new total is 3.5 euros more than before", null)]
    public void Cuts_a_text_out_of_what_the_model_wrote(string written, string? text) => Assert.Equal(text, TextCleaner.Clean(written, []));

    [Theory]
    [InlineData("Too short to be one.")]
    [InlineData("It never comes to the end of a sentence and so it is no text")]
    [InlineData("Dear [Name], I was charged twice for the same box.")]
    [InlineData("As an AI I cannot be charged twice for the same box.")]
    [InlineData("Sure, the following is a text of the kind you want.")]
    [InlineData("")]
    [InlineData("\n\n:\n")]
    public void Drops_what_is_no_text(string written) => Assert.Null(TextCleaner.Clean(written, []));

    [Fact]
    public void Drops_texts_with_words_that_such_texts_do_not_use()
    {
        const string Text = "We apologize that you were charged twice for the box.";
        Assert.Equal(Text, TextCleaner.Clean(Text, ["charged three"]));
        Assert.Null(TextCleaner.Clean(Text, ["APOLOGI"]));
    }

    [Theory]
    [InlineData("I was charged twice.\"", true)]
    [InlineData("I was charged twice.\n \n", true)]
    [InlineData("I was charged twice. 2. My", true)]
    [InlineData("Dear [", true)]
    [InlineData("I am sorry. Certainly we looked. So", true)]
    [InlineData("I was charged twice.", false)]
    [InlineData("I was charged twice.\n\n", true)]
    [InlineData("I was charged twice.\n", false)]
    [InlineData("Message:\n\n", false)]
    [InlineData("The app shows \"", false)]
    [InlineData("The app shows \"error 5\"", false)]
    [InlineData("I was charged 2. 5", false)]
    [InlineData("Certainly we paid 3.", false)]
    [InlineData("", false)]
    public void Knows_when_a_text_is_over(string written, bool over) => Assert.Equal(over, TextCleaner.IsOver(written, []));

    [Fact]
    public void Nothing_written_after_the_end_of_a_text_changes_it()
    {
        string[] parts = ["word", "Word", " ", " ", "  ", ".", ". ", "!", "\"", "“", "”", "(", "\n", "\n\n", "1.", "2) ", "[", "*", "**", "_", "-", "- ", "5", "sure,", " box", " for the same box", "\uFF01", "\r\n"];
        var ended = 0;
        Gen.Int[0, parts.Length - 1].Select(i => parts[i]).List[1, 40].Sample(
            pieces =>
            {
                var written = string.Concat(pieces);
                for (var length = 1; length < written.Length; length++)
                {
                    if (!TextCleaner.IsOver(written[..length], ["same box. "])) continue;
                    Interlocked.Increment(ref ended);
                    Assert.Equal(TextCleaner.Clean(written, ["same box. "]), TextCleaner.Clean(written[..length], ["same box. "]));
                }
            },
            iter: 4000);
        Assert.True(ended > 1000);
    }
}
