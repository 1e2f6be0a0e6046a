using CsCheck;
using Pipeline.Core.Plans;
using Pipeline.Synthesis.Style;

namespace Pipeline.Tests.Synthesis.Style;

public sealed class StyleRewriterTests
{
    private static readonly TextStyle Review = new(LetterCasing.Lower, MarkSpacing.Spaced, TextEnding.Punctuated, ApostropheMark.Straight, LineShape.Single);

    private static readonly TextStyle Letter = new(LetterCasing.Sentence, MarkSpacing.Attached, TextEnding.Punctuated, ApostropheMark.Curly, LineShape.Single);

    [Theory]
    [InlineData("It’s a film, but not a good one.", "it's a film , but not a good one .")]
    [InlineData("A 3.5 hour epic: moving, well-made (and long)!", "a 3.5 hour epic : moving , well-made ( and long ) !")]
    [InlineData("\"Wow!\" I said... and left", "\" wow ! \" i said ... and left .")]
    [InlineData("It cost $1,000 at 5:30 p.m. sharp", "it cost $1,000 at 5:30 p.m . sharp .")]
    [InlineData("good , but long .", "good , but long .")]
    public void Writes_like_the_reviews(string text, string expected) => Assert.Equal(expected, StyleRewriter.Rewrite(text, Review));

    [Theory]
    [InlineData("it's a film , but not a good one .", "It’s a film, but not a good one.")]
    [InlineData("\" wow ! \" i said ... and i left", "\"Wow!\" I said... And I left.")]
    [InlineData("HELP ME ! MY PARCEL IS LATE .", "Help me! My parcel is late.")]
    [InlineData("a meal ( cold ) arrived . we ate it", "A meal (cold) arrived. We ate it.")]
    public void Writes_like_letters(string text, string expected) => Assert.Equal(expected, StyleRewriter.Rewrite(text, Letter));

    [Fact]
    public void Lays_out_lines()
    {
        const string Text = "One is here. Two is too! Is three? Four.";
        Assert.Equal("One is here.\nTwo is too!\nIs three?\nFour.", StyleRewriter.Rewrite(Text, new TextStyle(Lines: LineShape.Several)));
        Assert.Equal("One is here. Two is too!\n\nIs three? Four.", StyleRewriter.Rewrite(Text, new TextStyle(Lines: LineShape.Blank)));
        Assert.Equal(Text, StyleRewriter.Rewrite("One is here.\n\nTwo is too!\n Is three?  Four.", new TextStyle(Lines: LineShape.Single)));
    }

    [Fact]
    public void Leaves_out_last_sentences_of_a_long_text_but_never_the_first()
    {
        const string Text = "It is a long first sentence of nine words. Then two more. Then three more.";
        Assert.Equal("It is a long first sentence of nine words. Then two more.", StyleRewriter.Rewrite(Text, new TextStyle(MostWords: 12)));
        Assert.Equal("It is a long first sentence of nine words.", StyleRewriter.Rewrite(Text, new TextStyle(MostWords: 3)));
        Assert.Equal(Text, StyleRewriter.Rewrite(Text, new TextStyle(MostWords: 50)));
    }

    [Fact]
    public void Leaves_what_is_not_asked_for() => Assert.Equal("Any  Text, you LIKE", StyleRewriter.Rewrite("Any  Text, you LIKE", new TextStyle()));

    [Fact]
    public void Ends_a_Japanese_text_with_its_own_mark_and_leaves_its_letters()
    {
        Assert.Equal("請求書が届きません。", StyleRewriter.Rewrite("請求書が届きません", Letter));
        Assert.Equal("請求書が届きません", StyleRewriter.Rewrite("請求書が届きません。", new TextStyle(Ending: TextEnding.Open)));
    }

    private static readonly Gen<TextStyle> Styles = Gen.Select(
        Gen.Int[-1, 2], Gen.Int[-1, 1], Gen.Int[-1, 1], Gen.Int[-1, 1], Gen.Int[-1, 2], Gen.Int[0, 8]).Select((casing, marks, ending, apostrophes, lines, words) => new TextStyle(
            Maybe<LetterCasing>(casing), Maybe<MarkSpacing>(marks), Maybe<TextEnding>(ending), Maybe<ApostropheMark>(apostrophes), Maybe<LineShape>(lines), words == 0 ? null : words));

    private static readonly Gen<string> Texts = Gen.OneOf(
        Pick("a", "I", "it's", "It’s", "GOOD", "Film", "3.5", "e.g.", ",", ".", "!", "?", "...", ";", ":", "\"", "(", ")", "“", "”", "\n", "\n\n", " ", "。", "請求", "ﾙｰﾀｰ", "-", "'", "’", "ß", "İ", "x.", "y,", "\"z")
            .Array[0, 14].Select(parts => string.Join(' ', parts)),
        Pick("a", "I", "'", "’", ".", ",", "!", "\"", "(", ")", " ", "\n", "。", "請", "5", "i", "“", "”", "…").Array[0, 20].Select(string.Concat));

    private static Gen<string> Pick(params string[] parts) => Gen.Int[0, parts.Length - 1].Select(i => parts[i]);

    private static T? Maybe<T>(int value)
        where T : struct, Enum => value < 0 ? null : (T)Enum.ToObject(typeof(T), value);

    [Fact]
    public void Twice_is_once() => Gen.Select(Texts, Styles).Sample((text, style) =>
    {
        var once = StyleRewriter.Rewrite(text, style);
        Assert.Equal(once, StyleRewriter.Rewrite(once, style));
    }, iter: 20_000);

    /// <summary>Letters and digits stay, but for case and for whole sentences left out at the end.</summary>
    [Fact]
    public void Never_changes_letters_other_than_their_case_and_never_makes_words() => Gen.Select(Texts, Styles).Sample((text, style) =>
    {
        var (before, after) = (Letters(text), Letters(StyleRewriter.Rewrite(text, style)));
        if (style.MostWords is null) Assert.Equal(before, after);
        else Assert.StartsWith(after, before, StringComparison.Ordinal);
        var words = Split(text).ToHashSet(StringComparer.OrdinalIgnoreCase);
        Assert.All(Split(StyleRewriter.Rewrite(text, style)), word => Assert.Contains(word, words));
    }, iter: 5_000);

    private static string Letters(string text) => string.Concat(text.Where(char.IsLetterOrDigit).Select(c => char.ToLowerInvariant(char.ToUpperInvariant(c))));

    /// <summary>Runs of letters and digits.</summary>
    private static IEnumerable<string> Split(string text) =>
        string.Concat(text.Select(c => char.IsLetterOrDigit(c) ? char.ToLowerInvariant(char.ToUpperInvariant(c)) : ' ')).Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
