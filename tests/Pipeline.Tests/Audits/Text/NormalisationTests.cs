using System.Globalization;
using System.Text;
using System.Text.Json;
using CsCheck;
using Pipeline.Audits.Text;

namespace Pipeline.Tests.Audits.Text;

public sealed class NormalisationTests
{
    private static readonly JsonElement tables =
        JsonDocument.Parse(File.ReadAllText(Fixtures.Golden("audit", "unicode.json"))).RootElement;

    /// <summary>What joins with its neighbours: marks, Hangul letters in three spellings, voiced kana; invisible characters; folds to several.</summary>
    private const string Joining = "aeE \u0301\u0323\u0345\u0308\u3099か゛ﾞｶハ\u1100\u1161\u11A8ㅏㄱﾡￂ\uAC00\u00ADé\u200D\u034FßŉǰΐİıµſﬁΑ\u0313ัก\u0BC6\u0BBE\u09C7\u09BE…\u00A0\uD83D\uDE00\uFFFF\uFFFE";

    [Theory]
    [InlineData("white_space")]
    [InlineData("default_ignorable")]
    [InlineData("spaceless")]
    public void Knows_every_set_of_code_points(string name)
    {
        var ranges = tables.GetProperty(name).EnumerateArray().Select(range => (Low: Code(range[0]), High: Code(range[1]))).ToList();
        Func<int, bool> isIn = name switch
        {
            "white_space" => CodePointSets.IsWhiteSpace,
            "default_ignorable" => CodePointSets.IsDefaultIgnorable,
            _ => CodePointSets.IsSpaceless,
        };
        Assert.DoesNotContain(Enumerable.Range(0, 0x110000), c => isIn(c) != ranges.Exists(range => range.Low <= c && c <= range.High));
    }

    [Fact]
    public void Folds_every_code_point_as_Unicode_does()
    {
        var expected = tables.GetProperty("full_case_folding").EnumerateObject()
            .ToDictionary(entry => int.Parse(entry.Name, NumberStyles.HexNumber), entry => Text(entry.Value.GetString()!));
        foreach (var rune in EveryRune())
        {
            var folded = new StringBuilder();
            CaseFolding.Append(folded, rune);
            Assert.Equal(expected.GetValueOrDefault(rune.Value, rune.ToString()), folded.ToString());
        }
    }

    [Fact]
    public void Maps_every_look_alike()
    {
        foreach (var pair in tables.GetProperty("skeleton").EnumerateObject())
            Assert.Equal(Text(pair.Value.GetString()!), Skeleton.Of(Text(pair.Name)));
        // The golden file has thirty; the rest are those of UTS 39, each one letter or number for one of ASCII.
        var mapped = EveryRune().Where(rune => Skeleton.Of(rune.ToString()) != rune.ToString()).ToList();
        Assert.InRange(mapped.Count, 31, 300);
        Assert.All(mapped, rune => Assert.True(Rune.IsLetter(rune) || Rune.GetUnicodeCategory(rune) <= UnicodeCategory.OtherNumber, rune.ToString()));
        Assert.All(mapped, rune => Assert.Matches("^[a-z0-9]$", Skeleton.Of(rune.ToString())));
        Assert.DoesNotContain(mapped, rune => rune.IsAscii || CodePointSets.IsSpaceless(rune.Value));
    }

    [Fact]
    public void Knows_every_apostrophe() =>
        Assert.Equal(tables.GetProperty("apostrophes").EnumerateArray().Select(Code).Order(), Enumerable.Range(0, 0x110000).Where(CodePointSets.IsApostrophe));

    [Fact]
    public void Changes_nothing_when_applied_twice_to_any_code_point() =>
        Assert.DoesNotContain(EveryRune(), rune => TextNormaliser.Full(rune.ToString()) is var once && TextNormaliser.Full(once) != once);

    [Fact]
    public void Is_what_its_definition_says_step_by_step_on_any_text() =>
        Gen.OneOf(
                Gen.String[Gen.Char, 0, 20],
                Gen.String[Gen.Int[0, Joining.Length - 1].Select(i => Joining[i]), 0, 12])
            .Sample(text => TextNormaliser.Full(text) == Defined(text), iter: 20_000);

    [Fact]
    public void Is_what_its_definition_says_on_every_pair_of_a_letter_and_what_may_join_with_it()
    {
        foreach (var rune in EveryRune().TakeWhile(rune => rune.IsBmp))
            foreach (var before in (string[])["e", "\uAC00", "か"])
                if (TextNormaliser.Full($"{before}{rune}x") is var full && full != Defined($"{before}{rune}x")) Assert.Fail($"{before}U+{rune.Value:X4}x is {full}");
    }

    private static string Defined(string text)
    {
        var folded = new StringBuilder();
        var compatible = CompatibilityForm.Of(text);
        for (var i = 0; i < compatible.Length;)
        {
            if (!Rune.TryGetRuneAt(compatible, i, out var rune))
            {
                folded.Append(compatible[i++]);
                continue;
            }
            i += rune.Utf16SequenceLength;
            if (!CodePointSets.IsDefaultIgnorable(rune.Value)) CaseFolding.Append(folded, rune);
        }
        var words = CompatibilityForm.Of(folded.ToString()).Select(c => CodePointSets.IsWhiteSpace(c) ? ' ' : c);
        return string.Join(' ', string.Concat(words).Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void Takes_any_string_even_one_that_is_not_well_formed() =>
        Gen.String[Gen.OneOf(Gen.Char, Gen.Char['\uD800', '\uDFFF'], Gen.OneOf(Gen.Const('\uFFFE'), Gen.Const('e'), Gen.Const('\u0301'), Gen.Const(' '))), 0, 20]
            .Sample(text => TextNormaliser.Full(text) is var once && TextNormaliser.Full(once).Length <= once.Length
                && Segmentation.Of(once, TextUnit.Token).Count <= once.Length);

    [Fact]
    public void Normalises_around_an_unpaired_surrogate_and_keeps_it() =>
        Assert.Equal("fi\uD800é\uFFFEb", TextNormaliser.Full("\uFB01\uD800E\u0301\uFFFE\uFF22"));

    [Fact]
    public void Sees_a_runtime_that_does_not_normalise()
    {
        Assert.False(CompatibilityForm.IsNormaliser(text => text));
        Assert.True(CompatibilityForm.IsNormaliser(text => text.Normalize(NormalizationForm.FormKC)));
    }

    private static IEnumerable<Rune> EveryRune() => Enumerable.Range(0, 0x110000).Where(Rune.IsValid).Select(code => new Rune(code));

    private static int Code(JsonElement code) => int.Parse(code.GetString()!, NumberStyles.HexNumber);

    private static string Text(string codes) => string.Concat(codes.Split(' ').Select(code => char.ConvertFromUtf32(int.Parse(code, NumberStyles.HexNumber))));
}
