using System.Text.Json;
using Pipeline.Synthesis.Proposals;
using Pipeline.Synthesis.Style;

namespace Pipeline.Tests.Synthesis.Proposals;

/// <summary>Rules of thumb about words hold for texts without spaces between words.</summary>
public sealed class JapaneseTests
{
    private static readonly IReadOnlyList<string> Tickets =
        [.. File.ReadLines(Fixtures.Shipped("pipelines", "samples", "tickets-ja.jsonl")).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("text").GetString()!)];

    [Fact]
    public void Real_tickets_are_texts_with_something_to_say()
    {
        var usable = Tickets.Select(text => (Text: text, Usable: Proposer.Usable(text, []))).ToList();
        Assert.InRange(usable.Count(pair => pair.Usable is not null), .9 * Tickets.Count, Tickets.Count);
        // A text that ends as a sentence does is kept to its end, with no space where there was none.
        Assert.All(usable.Where(pair => pair.Usable is not null && pair.Text[^1] is '。' or '？' or '！' && !pair.Text.Any(char.IsWhiteSpace)), pair => Assert.Equal(pair.Text, pair.Usable));
    }

    [Theory]
    [InlineData("先月分の請求が８，９８０円になっています。内訳を教えて", "先月分の請求が８，９８０円になっています。")]
    [InlineData("昨日の夜から急にネットが\n切れるようになりました。", "昨日の夜から急にネットが切れるようになりました。")]
    [InlineData("メッセージ：\n\n荷物がまだ届いていません。確認してください！", "荷物がまだ届いていません。確認してください！")]
    [InlineData("届かない。", null)]
    [InlineData("荷物がまだ届いていないのですがどうなって", null)]
    public void Cuts_a_text_at_its_last_sentence_end(string written, string? text) => Assert.Equal(text, TextCleaner.Clean(written, []));

    [Theory]
    [InlineData("荷物が届きません", new[] { "荷物", "が", "届", "きません" })]
    [InlineData("ﾙｰﾀｰのランプ", new[] { "ﾙｰﾀｰ", "の", "ランプ" })]
    [InlineData("Wi-Fiが５回切れた。", new[] { "wi", "fi", "が", "５", "回切", "れた" })]
    [InlineData("Plain words, as ever.", new[] { "plain", "words,", "as", "ever." })]
    public void Tells_words_apart_by_script(string text, string[] words) => Assert.Equal(words, Words.Of(text));

    [Fact]
    public void Finds_repetition_without_spaces()
    {
        Assert.InRange(Repetition.Share("荷物が届きません。荷物が届きません。荷物が届きません。荷物が届きません。"), .5, 1);
        Assert.InRange(Tickets.Count(text => Repetition.Share(text) <= .1), .95 * Tickets.Count, Tickets.Count);
    }

    [Fact]
    public void Lengths_and_sentences_are_told_without_spaces()
    {
        Assert.All(Tickets, text => Assert.InRange(Words.Count(text), 5, 200));
        Assert.Equal("荷物が届きません。", StyleRewriter.Rewrite("荷物が届きません。確認してください。お願いします。", new TextStyle(MostWords: 5)));
    }
}
