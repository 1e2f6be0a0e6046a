using Pipeline.Core.Plans;
using Pipeline.Synthesis.Proposals;
using Pipeline.Synthesis.Style;

namespace Pipeline.Tests.Synthesis.Style;

public sealed class SurfaceStyleTests
{
    [Theory]
    [InlineData("it's a film , but not a good one , they say .", 0, 0, 0, 0, 1, 0, 1)]
    [InlineData("It’s late, 5 days.", 1, 1, 0, 1, 0, 0, 0)]
    [InlineData("HELP\nME", 2, 2, 1, 2, 1, 1, 0)]
    [InlineData("one two\n\niPhone 3.5 and 1,000", 3, 2, 1, 2, 0, 2, 0)]
    [InlineData("請求書が届きません。", 3, 2, 0, 2, 1, 0, 0)]
    [InlineData("", 3, 2, 1, 2, 1, 0, 0)]
    public void A_text_has_one_kind_of_each_group(string text, params int[] expected)
    {
        var kinds = SurfaceKinds.Of(text);
        Assert.Equal(expected, kinds.Select((kind, group) => kind - SurfaceKinds.Start(group)));
        Assert.All(kinds.Index(), pair => Assert.InRange(pair.Item - SurfaceKinds.Start(pair.Index), 0, SurfaceKinds.Groups[pair.Index] - 1));
    }

    [Fact]
    public void A_note_is_kept_by_every_text_and_what_it_leaves_out_is_left()
    {
        var style = SurfaceStyle.Of(new StyleNote { Casing = LetterCasing.Lower, Punctuation = MarkSpacing.Spaced });
        Assert.All(Enumerable.Range(0, 50), i => Assert.Equal(new TextStyle(LetterCasing.Lower, MarkSpacing.Spaced), style.For(1, i)));
    }

    [Fact]
    public void Shares_become_shares_of_texts()
    {
        var counts = new double[SurfaceKinds.Count];
        (counts[0], counts[1], counts[SurfaceKinds.Start(6) + 2], counts[SurfaceKinds.Start(6) + 7]) = (250, 750, 500, 500);
        var style = SurfaceStyle.Of(counts, deviation: 1);
        var drawn = Enumerable.Range(0, 2000).Select(i => style.For(3, i)).ToList();
        Assert.InRange(drawn.Count(one => one.Casing == LetterCasing.Lower) / 2000.0, .22, .28);
        Assert.InRange(drawn.Count(one => one.MostWords == 18) / 2000.0, .47, .53);
        Assert.All(drawn, one => Assert.Null(one.Punctuation)); // nothing is known of a group without counts
    }

    [Fact]
    public void A_count_within_its_noise_counts_as_none()
    {
        var counts = new double[SurfaceKinds.Count];
        (counts[0], counts[1], counts[2]) = (300, 15, -40);
        Assert.Equal([1, 0, 0, 0], SurfaceStyle.Of(counts, deviation: 10).Casing!);
    }

    private static List<Proposal> Proposals(params string[] texts) => [.. texts.Select((text, i) => new Proposal(text, 0, -i))];

    [Fact]
    public void Thins_lengths_that_the_style_has_fewer_of_and_keeps_half_of_a_class()
    {
        var counts = new double[SurfaceKinds.Count];
        (counts[SurfaceKinds.Start(6)], counts[SurfaceKinds.Start(6) + 1]) = (900, 100);
        var style = SurfaceStyle.Of(counts, deviation: 1);
        string[] shortOnes = [.. Enumerable.Range(0, 12).Select(i => $"A short text number {(char)('a' + i)}.")];
        string[] longOnes = [.. Enumerable.Range(0, 28).Select(i => $"This is one sentence of ten words or eleven, {(char)('a' + i)}.")];
        var kept = StyledProposals.Of(Proposals([.. shortOnes, .. longOnes]), style, 1);
        Assert.Equal(12, kept.Count(proposal => proposal.Text.StartsWith("A short", StringComparison.Ordinal)));
        Assert.Equal(20, kept.Count); // 12 short ones and 2 * .1 * 40 = 8 long ones
        Assert.Equal(20, StyledProposals.Of(Proposals([.. longOnes, .. longOnes.Select(text => text + " Yes.").Take(12)]), style, 1).Count);
    }

    [Fact]
    public void Texts_that_shortening_would_make_alike_stay_apart()
    {
        var style = SurfaceStyle.Of(new StyleNote { MostWords = 6, Casing = LetterCasing.Lower });
        var kept = StyledProposals.Of(Proposals("It is the same beginning. But this ends.", "It is the same beginning. And that too."), style, 1);
        Assert.Equal(["it is the same beginning."], kept.Select(proposal => proposal.Text));
    }
}
