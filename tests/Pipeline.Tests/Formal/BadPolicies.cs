using Pipeline.Cli.Running;
using Pipeline.Core.Policies;
using Pipeline.Files;
using Pipeline.Formal.Policies;

namespace Pipeline.Tests.Formal;

/// <summary>A policy with one thing wrong, and the same policy with it mended.</summary>
/// <param name="Check">The check that must fail.</param>
/// <param name="Wrong">What is wrong, in a few words.</param>
/// <param name="Text">The policy.</param>
/// <param name="Bad">The piece that is wrong.</param>
/// <param name="Mended">What should stand in its place.</param>
internal sealed record BadPolicy(PolicyCheck Check, string Wrong, string Text, string Bad, string Mended)
{
    /// <summary>What the grammar would not let anybody write is done to the policy afterwards.</summary>
    public Func<Policy, Policy> Tampered { get; init; } = policy => policy;

    public override string ToString() => Wrong;
}

/// <summary>For each check, policies that it must catch.</summary>
internal static class BadPolicies
{
    public static readonly DateTimeOffset Today = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);

    private const string Head = "name: bad\nfor: { classification: [internal, confidential], purpose: [training, research] }\nrequire:\n";
    private const string Budget = "  - { guarantee: differential-privacy, name: budget, epsilon: { at most: 8 }, delta: { at most: 1/n } }\n";
    private const string Copies = "  - { finding: exact-overlap, measure: copied records, name: copies, upper 95 %: { at most: 5 % } }\n";

    private static string Exception(string scope) => $"exceptions:\n  - {{ relaxes: copies, for: {scope}, upper 95 %: {{ at most: 8 % }}, until: 2027-03-31, approved by: Jane Doe, because: a pilot }}\n";

    public static IReadOnlyList<BadPolicy> All { get; } =
    [
        new(PolicyCheck.Satisfiable, "two bounds that cannot hold together",
            Head + Budget + "  - { finding: usefulness, measure: gain over zero-shot texts, against: holdout, lower 95 %: { at least: 0.3 } }\n  - { finding: usefulness, measure: gain over zero-shot texts, against: holdout, upper 95 %: { at most: 0.1 } }\n",
            "  - { finding: usefulness, measure: gain over zero-shot texts, against: holdout, upper 95 %: { at most: 0.1 } }\n", ""),
        new(PolicyCheck.Satisfiable, "a least value above the greatest",
            Head + Budget + "  - { finding: ngram-overlap, measure: worst containment, value: { at least: 0.4 } }\n  - { finding: ngram-overlap, measure: worst containment, value: { at most: 0.3 } }\n",
            "  - { finding: ngram-overlap, measure: worst containment, value: { at least: 0.4 } }\n", ""),
        new(PolicyCheck.Reachable, "a requirement for sources that the policy is not for",
            Head + Budget + "  - { finding: exact-overlap, measure: copied records, for: { classification: [restricted] }, upper 95 %: { at most: 1 % } }\n", "restricted", "confidential"),
        new(PolicyCheck.NotVacuous, "a bound that everything keeps",
            Head + Budget + "  - { finding: ngram-overlap, measure: worst containment, value: { at most: 1 } }\n", "at most: 1 }", "at most: 0.3 }"),
        new(PolicyCheck.NotImplied, "a bound that a tighter one implies",
            Head + Budget + Copies + "  - { finding: exact-overlap, measure: copied records, upper 90 %: { at most: 7 % } }\n", "finding: exact-overlap, measure: copied records, upper 90 %", "finding: exact-overlap, measure: exact copies, upper 90 %"),
        new(PolicyCheck.NotImplied, "a least value that another exceeds",
            Head + Budget + "  - { finding: usefulness, measure: gain over zero-shot texts, against: holdout, value: { at least: 0.1 } }\n  - { finding: usefulness, measure: gain over zero-shot texts, against: holdout, value: { at least: 0.2 } }\n", "against: holdout, value: { at least: 0.1 }", "value: { at least: 0.1 }"),
        new(PolicyCheck.Monotone, "copies wanted",
            Head + Budget + "  - { finding: exact-overlap, measure: copied records, lower 95 %: { at least: 1 % } }\n", "lower 95 %: { at least: 1 % }", "upper 95 %: { at most: 1 % }"),
        new(PolicyCheck.Monotone, "a corridor for containment",
            Head + Budget + "  - { finding: ngram-overlap, measure: worst containment, value: { at least: 0.05, at most: 0.3 } }\n", "at least: 0.05, ", ""),
        new(PolicyCheck.NoGap, "nothing asked of one classification",
            Head + Budget.Replace("name: budget", "name: budget, for: { classification: [confidential] }", StringComparison.Ordinal)
                + "  - { finding: pii-replay, measure: replayed values, upper 95 %: { at most: 5 % } }\n", "for: { classification: [confidential] }", "for: { classification: [confidential, internal] }"),
        new(PolicyCheck.NoGap, "nothing asked for one purpose",
            Head + Budget.Replace("name: budget", "name: budget, for: { purpose: [training] }", StringComparison.Ordinal)
                + "  - { finding: pii-replay, measure: replayed values, upper 95 %: { at most: 5 % } }\n", "for: { purpose: [training] }", "for: { purpose: [training, research] }"),
        new(PolicyCheck.ExceptionsKeepToTheirScope, "an exception for every case of the policy",
            Head + Budget + Copies + Exception("{ purpose: [training, research] }"), "[training, research] }, upper", "[research] }, upper"),
        new(PolicyCheck.ExceptionsKeepToTheirScope, "an exception that puts another bound in the requirement's place",
            Head + Budget + Copies + Exception("{ purpose: [research] }"), "", "")
        {
            Tampered = policy => policy with { Exceptions = [policy.Exceptions[0] with { Allows = ((FindingRequirement)policy.Exceptions[0].Allows) with { Audit = "pii-replay", Measure = "replayed names" } }] },
        },
        new(PolicyCheck.RangesMakeSense, "a share in the wrong unit",
            Head + Budget + "  - { finding: exact-overlap, measure: copied records, upper 95 %: { at most: 5 } }\n", "at most: 5 }", "at most: 5 % }"),
        new(PolicyCheck.RangesMakeSense, "half a word",
            Head + Budget + "  - { finding: common-substring, measure: longest common words, value: { at most: 11.5 } }\n", "11.5", "11"),
        new(PolicyCheck.RangesMakeSense, "a delta that publishes records",
            Head + Budget.Replace("1/n", "0.05", StringComparison.Ordinal), "0.05", "1e-5"),
    ];

    public static Policy Load(string text)
    {
        using var desk = new Files.Desk();
        desk.Write("policies/bad.yaml", text);
        return PolicyFiles.Load(desk.Path("policies/bad.yaml"), KnownAudits.All);
    }
}
