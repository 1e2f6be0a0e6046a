using System.Text.Json;
using Pipeline.Core.Policies;
using Pipeline.Formal.Explaining;
using Pipeline.Formal.Policies;

namespace Pipeline.Cli.Policies;

/// <summary>What the policy commands found, for machines.</summary>
internal static class PolicyJson
{
    /// <summary>A member of an enumeration as policies write words.</summary>
    public static string Word(Enum value) => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    public static string Of(IReadOnlyList<Verification> verified) => JsonSerializer.Serialize(new
    {
        schema = "pipeline-policy-verification/1",
        passed = verified.All(one => one.Passed),
        policies = verified.Select(one => new
        {
            policy = one.Policy.Name,
            digest = one.Policy.Digest.ToString(),
            passed = one.Passed,
            leastTexts = one.LeastTexts,
            checks = one.Checks.Select(check => new
            {
                check = Word(check.Check),
                passed = check.Passed,
                shown = check.Passed ? check.Shown : null,
                undecided = check.Undecided,
                flaws = check.Flaws.Select(flaw => new { where = flaw.Where, what = flaw.What, example = flaw.Example }),
            }),
            notes = one.Notes,
        }),
    }, ReadableJson.Options);

    public static string Of(Policy old, Policy changed, Comparison everywhere, Comparison? inBoth) => JsonSerializer.Serialize(new
    {
        schema = "pipeline-policy-comparison/1",
        old = new { policy = old.Name, digest = old.Digest.ToString() },
        @new = new { policy = changed.Name, digest = changed.Digest.ToString() },
        everywhere = Compared(old, changed, everywhere),
        whereBothApply = inBoth is null ? null : Compared(old, changed, inBoth),
    }, ReadableJson.Options);

    public static string Of(Policy policy, Explanation explained, IReadOnlyList<string> leftOut, bool samePolicy) => JsonSerializer.Serialize(new
    {
        schema = "pipeline-policy-explanation/1",
        policy = policy.Name,
        judgedByThisPolicy = samePolicy,
        approves = explained.Judged.Approves,
        reasons = explained.Judged.Reasons,
        verdicts = explained.Judged.Verdicts.Select(verdict => new { where = verdict.Requirement.Where, words = verdict.Requirement.Words, outcome = Word(verdict.Outcome), because = verdict.Because }),
        changes = explained.Changes.Select(change => new { where = change.About?.Where, what = change.What }),
        changesSuffice = explained.IsComplete,
        leftOut,
    }, ReadableJson.Options);

    private static object Compared(Policy old, Policy changed, Comparison comparison) => new
    {
        relation = Word(comparison.Relation),
        passesNewOnly = Shown(comparison.PassesNewOnly, old, changed),
        passesOldOnly = Shown(comparison.PassesOldOnly, old, changed),
    };

    private static object Shown(Difference difference, Policy old, Policy changed) => new
    {
        exists = difference.Decided ? difference.Example is not null : (bool?)null,
        upToAMillionItems = difference.Bounded,
        example = difference.Example is { } example ? SituationText.Of(example, ("old", old), ("new", changed)) : null,
    };
}
