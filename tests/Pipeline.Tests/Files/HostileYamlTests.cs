using System.Text;
using Pipeline.Core.Inputs;
using Pipeline.Files;

namespace Pipeline.Tests.Files;

/// <summary>A file that is no plain YAML of ours is refused before anything is made of it.</summary>
public sealed class HostileYamlTests
{
    private static string ProblemsOf(byte[] bytes)
    {
        using var desk = new Desk();
        File.WriteAllBytes(desk.Path(Desk.Policy), bytes);
        var refused = Assert.Throws<BadInputException>(() => PolicyFiles.Load(desk.Path(Desk.Policy), Desk.Known));
        return string.Join('\n', refused.Problems).Replace("policies/standard.yaml", "p", StringComparison.Ordinal);
    }

    private static string ProblemsOf(string text) => ProblemsOf(Encoding.UTF8.GetBytes(text));

    private const string Rest = "for: { classification: [public] }\nrequire:\n  - guarantee: differential-privacy\n    epsilon: { at most: 8 }\n    delta: { at most: 1/n }\n";

    [Theory]
    [InlineData("", "p, line 1, column 1: The file is empty. Expected keys with values.")]
    [InlineData("# only a comment\n", "p, line 1, column 1: The file is empty. Expected keys with values.")]
    [InlineData("just words\n", "p, line 1, column 1: 'policy' is 'just words'. Expected a section with the keys name, for, require, version, extends, evidence maximum age, exceptions.")]
    [InlineData("name: a\n\tfor: x\n", "p, line 2, column 1: There is a tab here. Expected spaces.")]
    [InlineData("name: a # a\tb\nfor:\tx\n", "p, line 1, column 12: There is a tab here. Expected spaces.\np, line 2, column 5: There is a tab here. Expected spaces.")]
    [InlineData("name: a\0b\n", "p, line 1, column 8: There is a control character here. Expected text and line ends only.")]
    [InlineData("name: &n a\n" + Rest, "p, line 1, column 7: Anchors are not allowed. Expected the value alone.")]
    [InlineData("name: *n\n" + Rest, "p, line 1, column 7: Aliases are not allowed. Expected the value itself.")]
    [InlineData("name: !!str a\n" + Rest, "p, line 1, column 7: Tags are not allowed. Expected the value alone.")]
    [InlineData("name: !System.Diagnostics.Process a\n" + Rest, "p, line 1, column 7: Tags are not allowed. Expected the value alone.")]
    [InlineData("name: a\n" + Rest + "---\nname: b\n", "p, line 7, column 1: A second document begins here. Expected one document a file.")]
    [InlineData("? [a]\n: b\nname: a\n" + Rest, "p, line 1, column 3: A key is a list. Expected a word or a few words.")]
    public void Refuses_what_the_grammar_does_not_have(string text, string expected) => Assert.Equal(expected, ProblemsOf(text));

    [Theory]
    [InlineData("name: \"unfinished\n", 1)]
    [InlineData("name: a\n  b: [c\n", 2)]
    [InlineData("name: a\nfor: { classification: [public }\n", 2)]
    [InlineData("a: b: c\n", 1)]
    [InlineData("%WHAT 1\n--- }\n", 2)]
    public void Broken_YAML_is_located(string text, int fromLine)
    {
        var problem = Assert.Single(ProblemsOf(text).Split('\n'));
        Assert.Matches($@"^p, line [{fromLine}-9], column [0-9]+: This is not YAML: .+\.$", problem);
    }

    [Fact]
    public void Bytes_that_are_not_UTF8_are_located() =>
        Assert.Equal("p, line 2, column 4: This is not UTF-8. Expected a text file in UTF-8.", ProblemsOf([.. "name: a\né: "u8, 0xFF, (byte)'\n']));

    [Fact]
    public void A_byte_order_mark_and_Windows_line_ends_are_welcome()
    {
        using var desk = new Desk();
        File.WriteAllText(desk.Path(Desk.Policy), Desk.Text(Desk.Policy).ReplaceLineEndings("\r\n"), new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        Assert.Equal(6, PolicyFiles.Load(desk.Path(Desk.Policy), Desk.Known).Require.Count);
    }

    [Fact]
    public void A_billion_laughs_are_not_funny()
    {
        var text = new StringBuilder("a0: &a0 [ha, ha, ha, ha, ha, ha, ha, ha, ha]\n");
        for (var i = 1; i < 12; i++) text.Append($"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 9))}]\n");
        var problems = ProblemsOf(text.ToString()).Split('\n');
        Assert.Equal(51, problems.Length);
        Assert.EndsWith("more problems.", problems[^1], StringComparison.Ordinal);
        Assert.Contains("p, line 1, column 5: Anchors are not allowed. Expected the value alone.", problems);
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{a: ")]
    [InlineData("- ")]
    [InlineData("? ")]
    public void Deep_nesting_is_refused_before_it_is_built(string level)
    {
        var problems = ProblemsOf(string.Concat(Enumerable.Repeat(level, 50_000)));
        Assert.Matches("^p, line 1, column [0-9]+: (This is nested too deeply[.] Expected at most 16 levels[.]|This is not YAML: .+[.])$", problems);
    }

    [Fact]
    public void Ten_megabytes_are_refused_unread() =>
        Assert.Equal("p: The file is too large. Expected at most 256 KiB.", ProblemsOf(new byte[10_000_000]));

    [Fact]
    public void Thousands_of_problems_are_counted_not_listed()
    {
        var problems = ProblemsOf(string.Concat(Enumerable.Range(0, 20_000).Select(i => $"k{i}: 1\n"))).Split('\n');
        Assert.Equal("p: There are 19953 more problems.", problems[^1]);
    }

    [Fact]
    public void A_very_long_key_is_quoted_in_part()
    {
        var problem = ProblemsOf($"? {new string('k', 200_000)}\n: 1\nname: a\n{Rest}");
        Assert.Equal($"p, line 1, column 3: There is no key '{new string('k', 60)}...' in 'policy'. Expected one of name, for, require, version, extends, evidence maximum age, exceptions.", problem);
    }
}
