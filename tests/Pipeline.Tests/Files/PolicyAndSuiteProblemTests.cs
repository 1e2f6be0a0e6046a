using Pipeline.Core.Evidence;
using Pipeline.Core.Policies;
using Pipeline.Files;

namespace Pipeline.Tests.Files;

/// <summary>Each slip a person can make in a policy or a suite is found, located and explained.</summary>
public sealed class PolicyAndSuiteProblemTests
{
    private const string Audits = "one of exact-overlap, near-duplicates, ngram-overlap, common-substring, pii-replay, semantic-overlap";

    private const string Pattern = "a regular expression that matches at least one character, without look-around, back references and atomic groups";

    private static string ProblemsOf(string file, string old, string changed)
    {
        using var desk = new Desk();
        desk.Edit(file, old, changed);
        return desk.Problems();
    }

    [Theory]
    [InlineData("[internal, confidential]", "[internal, secret]", "4, column 35: There is no classification 'secret'. Expected one of public, internal, confidential, restricted.")]
    [InlineData("[internal, confidential]", "[internal, internal]", "4, column 35: 'internal' stands here twice. Expected each classification once.")]
    [InlineData("[internal, confidential]", "[]", "4, column 24: The policy is for no classification, so it can never approve. Expected one of public, internal, confidential, restricted.")]
    [InlineData("[internal, confidential]", "internal", "4, column 24: 'classification' is 'internal'. Expected a list of texts.")]
    [InlineData("age: 1 day", "age: tomorrow", "5, column 23: 'evidence maximum age' is 'tomorrow'. Expected a number of minutes, hours or days, such as 1 day.")]
    [InlineData("age: 1 day", "age: 1000 days", "5, column 23: The age is out of range. Expected 1 minute to 366 days.")]
    [InlineData("epsilon: { at most: 8 }", "epsilon: { at most: 0 }", "10, column 25: Epsilon is out of range. Expected a number above 0, at most 1000.")]
    [InlineData("epsilon: { at most: 8 }", "epsilon: 8", "10, column 14: 'epsilon' is '8'. Expected a section with the key at most.")]
    [InlineData("epsilon: { at most: 8 }", "epsilon: { at least: 8 }",
        "10, column 14: 'epsilon' lacks the key 'at most'.", "10, column 16: There is no key 'at least' in 'epsilon'. Expected at most.")]
    [InlineData("scope: this release", "scope: this realease", "9, column 12: 'scope' is 'this realease'. Expected one of this release, all releases. Did you mean 'this release'?")]
    [InlineData("- finding: exact-overlap\n", "- finding: exact-overlop\n", "22, column 14: There is no audit 'exact-overlop'. Expected " + Audits + ", membership. Did you mean 'exact-overlap'?")]
    [InlineData("measure: worst containment\n    value: { at most: 0.30 }", "measure: worst containments\n    value: { at most: 0.30 }",
        "34, column 14: The audit 'ngram-overlap' has no measure 'worst containments'. Expected one of worst containment, mean containment, texts above half, reworded copies. Did you mean 'worst containment'?")]
    [InlineData("    value: { at most: 0.30 }", "    valeu: { at most: 0.30 }",
        "33, column 5: A finding has no bound. Expected exactly one of value, upper 95 %, lower 95 %.",
        "35, column 5: There is no key 'valeu' in 'finding'. Expected one of finding, measure, name, for, against, value, power, upper 95 %, lower 95 %. Did you mean 'value'?")]
    [InlineData("    value: { at most: 0.30 }", "    value: { at most: 0.30 }\n    upper 95 %: { at most: 0.30 }",
        "33, column 5: A finding has several bounds. Expected exactly one of value, upper 95 %, lower 95 %.")]
    [InlineData("    value: { at most: 0.30 }", "    value: {}", "35, column 12: The value has no bound. Expected at most, at least, or both.")]
    [InlineData("    value: { at most: 0.30 }", "    value: { at most: 0.1, at least: 0.2 }", "35, column 23: The greatest value allowed is below the least. Expected a range that holds a number.")]
    [InlineData("    value: { at most: 0.30 }", "    value: { at most: 30 per cent }", "35, column 23: 'at most' is '30 per cent'. Expected a number or a percentage.")]
    [InlineData("    value: { at most: 0.30 }", "    upper 40 %: { at most: 0.30 }", "35, column 17: The confidence is out of range. Expected 50 % to 99.99 %.")]
    [InlineData("    value: { at most: 0.30 }", "    upper 95 %: { at least: 0.30 }",
        "35, column 17: 'upper 95 %' lacks the key 'at most'.", "35, column 19: There is no key 'at least' in 'upper 95 %'. Expected at most.")]
    [InlineData("    value: { at most: 0.30 }", "    value: { at most: 0.30 }\n    power: { at least: 1 }", "36, column 12: The power is out of range. Expected a number above 0 and below 1.")]
    [InlineData("    value: { at most: 0.30 }", "    value: { at most: 0.30 }\n    against: trainings", "36, column 14: 'against' is 'trainings'. Expected one of training, holdout, candidate. Did you mean 'training'?")]
    [InlineData("  - finding: exact-overlap\n", "  - findin: exact-overlap\n", "22, column 5: A requirement says neither 'guarantee' nor 'finding'. Expected one of the two. Did you mean 'finding'?")]
    public void A_policy_says_where_what_and_what_was_expected(string old, string changed, params string[] expected) =>
        Assert.Equal(string.Join('\n', expected.Select(problem => $"policies/standard.yaml, line {problem}")), ProblemsOf(Desk.Policy, old, changed));

    [Theory]
    [InlineData("audit: exact-overlap ", "audit: exact-overlop ", "6, column 12: There is no audit 'exact-overlop'. Expected " + Audits + ". Did you mean 'exact-overlap'?")]
    [InlineData("audit: exact-overlap ", "\"\": 1\n    audit: exact-overlop ", "7, column 12: There is no audit 'exact-overlop'. Expected " + Audits + ". Did you mean 'exact-overlap'?")]
    [InlineData("audit: exact-overlap ", "two  spaces: 1\n    audit: exact-overlop ", "7, column 12: There is no audit 'exact-overlop'. Expected " + Audits + ". Did you mean 'exact-overlap'?")]
    [InlineData("audit: exact-overlap ", "audit: membership ", "6, column 12: The audit 'membership' is planned and cannot run yet. Expected " + Audits + ".")]
    [InlineData("audit: exact-overlap ", "audit: pii-replay ", "11, column 12: The audit 'pii-replay' is in the suite twice; to choose among its results is not allowed. Expected each audit once.")]
    [InlineData("words: 5\n", "words: 51\n", "8, column 12: The setting 'words' is out of range. Expected a whole number from 1 to 50.")]
    [InlineData("words: 5\n", "words: 5.5\n", "8, column 12: The setting 'words' is out of range. Expected a whole number from 1 to 50.")]
    [InlineData("words: 5\n", "threshold: 120 %\n", "8, column 16: The setting 'threshold' is out of range. Expected a number from 0 to 1.")]
    [InlineData("words: 5\n", "words: five\n", "8, column 12: 'words' is 'five'. Expected a number.")]
    [InlineData("words: 5\n", "word: 5\n", "8, column 5: There is no key 'word' in 'ngram-overlap'. Expected one of audit, words, threshold. Did you mean 'words'?")]
    [InlineData("- audit: exact-overlap ", "- exact-overlap ", "6, column 5: 'audit' is 'exact-overlap'. Expected a section with the key audit.")]
    [InlineData("- audit: pii-replay ", "- audit: pii-replay\n    patterns: { employee: '(?<!x)E-[0-9]{6}' }",
        "12, column 27: The pattern 'employee' uses look-around, a back reference, an atomic group or another construct that needs backtracking. Expected " + Pattern + ".")]
    [InlineData("- audit: pii-replay ", "- audit: pii-replay\n    patterns: { employee: 'E-[0-9' }",
        "12, column 27: The pattern 'employee' is no regular expression: unterminated bracket at character 6. Expected " + Pattern + ".")]
    [InlineData("- audit: pii-replay ", "- audit: pii-replay\n    patterns: { employee: '(E-[0-9]+)*' }", "12, column 27: The pattern 'employee' matches the empty text. Expected " + Pattern + ".")]
    [InlineData("- audit: pii-replay ", "- audit: pii-replay\n    patterns: { employee: '\\b' }", "12, column 27: The pattern 'employee' matches the empty text. Expected " + Pattern + ".")]
    [InlineData("- audit: pii-replay ", "- audit: pii-replay\n    patterns: { employee: '((a{99}){99}){99}' }", "12, column 27: The pattern 'employee' repeats more than 10000 times. Expected " + Pattern + ".")]
    [InlineData("- audit: pii-replay ", "- audit: pii-replay\n    patterns: { Staff No: 'E-[0-9]{6}' }",
        "12, column 17: The name of the pattern cannot be used. Expected at most 64 lower-case letters, digits and hyphens, with a letter or digit at both ends.")]
    [InlineData("- audit: pii-replay ", "- audit: pii-replay\n    patterns: { employee: [ 'E-[0-9]{6}' ] }", "12, column 27: The pattern 'employee' is a list. Expected a regular expression, in quotes.")]
    [InlineData("- audit: pii-replay ", "- audit: pii-replay\n    patterns: { employee: 'E', employee: 'F' }", "12, column 32: The key 'employee' is given twice, first in line 12. Expected each key once.")]
    [InlineData("- audit: pii-replay ", "- audit: pii-replay\n    patterns: 'E-[0-9]{6}'", "12, column 15: 'patterns' is 'E-[0-9]{6}'. Expected names, each with a regular expression.")]
    [InlineData("- audit: exact-overlap ", "- audit: exact-overlap\n    patterns: { employee: 'E' }", "7, column 5: There is no key 'patterns' in 'exact-overlap'. Expected audit.")]
    public void A_suite_says_where_what_and_what_was_expected(string old, string changed, params string[] expected) =>
        Assert.Equal(string.Join('\n', expected.Select(problem => $"audits/standard.yaml, line {problem}")), ProblemsOf(Desk.Suite, old, changed));

    [Fact]
    public void Patterns_are_read_as_written()
    {
        using var desk = new Desk();
        desk.Edit(Desk.Suite, "- audit: pii-replay ", "- audit: pii-replay\n    patterns:\n      employee: 'E-[0-9]{6}'\n      case-file: \"F\\\\d+\" ");
        Assert.Equal([new("employee", "E-[0-9]{6}"), new("case-file", @"F\d+")], desk.Load().Audits.Audits[^1].Settings.Patterns);
    }

    [Fact]
    public void A_suite_must_measure_and_a_policy_must_ask()
    {
        using var desk = new Desk();
        desk.Write(Desk.Suite, "name: none\naudits: []\n");
        desk.Write(Desk.Policy, "name: none\nfor: { classification: [public] }\nrequire: []\n");
        Assert.Equal("""
            audits/standard.yaml, line 2, column 9: The suite measures nothing. Expected at least one audit.
            policies/standard.yaml, line 3, column 10: The policy asks for nothing, so it cannot protect anybody. Expected at least one requirement.
            """.ReplaceLineEndings("\n"), desk.Problems());
    }

    [Theory]
    [InlineData("upper 95 %: { at most: 0.5 % }", BoundOn.Upper, .95, .005, null)]
    [InlineData("upper 99.9%: { at most: .7% }", BoundOn.Upper, .999, .007, null)]
    [InlineData("lower 90 %: { at least: 3e-2 }", BoundOn.Lower, .9, null, .03)]
    [InlineData("value: { at most: 12, at least: 2 }", BoundOn.Value, 1, 12.0, 2.0)]
    public void Bounds_are_read_as_written(string bound, BoundOn on, double confidence, double? most, double? least)
    {
        using var desk = new Desk();
        desk.Edit(Desk.Policy, "value: { at most: 0.30 }", bound + "\n    against: holdout\n    power: { at least: 80 % }");
        var required = Assert.IsType<FindingRequirement>(desk.Load().Policy.Require[^1]);
        Assert.Equal((on, confidence, most, least, Against.Holdout, .8), (required.On, required.Confidence, required.AtMost, required.AtLeast, required.Against, required.Power));
    }

    [Fact]
    public void A_delta_may_be_a_number()
    {
        using var desk = new Desk();
        desk.Edit(Desk.Policy, "epsilon: { at most: 8 }\n    delta: { at most: 1/n }", "epsilon: { at most: 8 }\n    delta: { at most: 1e-6 }");
        var (single, all) = ((GuaranteeRequirement)desk.Load().Policy.Require[0], (GuaranteeRequirement)desk.Load().Policy.Require[1]);
        Assert.Equal((8, 1e-6, false), (single.Epsilon, single.Delta, single.Cumulative));
        Assert.Equal((24, null, true), (all.Epsilon, all.Delta, all.Cumulative));
    }

    [Fact]
    public void Distances_do_not_stand_alone_in_a_suite()
    {
        using var desk = new Desk();
        desk.Write(Desk.Suite, "name: distances\naudits:\n  - audit: semantic-overlap\n");
        Assert.Contains("line 3, column 12: The audit 'semantic-overlap' says too little alone. Expected beside it one of exact-overlap, ngram-overlap.", desk.Problems(), StringComparison.Ordinal);
        desk.Write(Desk.Suite, "name: distances\naudits:\n  - audit: semantic-overlap\n  - audit: ngram-overlap\n");
        Assert.Equal(2, desk.Load().Audits.Audits.Count);
    }

    [Fact]
    public void A_policy_may_ask_for_a_planned_measure()
    {
        var policy = PolicyFiles.Load(Fixtures.Shipped("policies", "controls", "unmeasured.yaml"), Desk.Known);
        Assert.Contains(policy.Require.OfType<FindingRequirement>(), required => required.Audit == "membership");
    }
}
