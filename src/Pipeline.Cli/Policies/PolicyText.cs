using Pipeline.Core.Policies;
using Pipeline.Formal.Explaining;
using Pipeline.Formal.Policies;

namespace Pipeline.Cli.Policies;

/// <summary>What the policy commands found, for people: plain lines, the same on a screen and in a file.</summary>
internal static class PolicyText
{
    public static IEnumerable<string> Of(Verification verified)
    {
        yield return $"Policy '{verified.Policy.Name}': {(verified.Passed ? "every check passed" : "NOT VERIFIED")}{(verified.LeastTexts is { } texts ? $"; it can be met from {texts} texts on" : "")}.";
        foreach (var check in verified.Checks)
        {
            yield return $"  {(check.Passed ? "ok  " : check.Flaws.Count > 0 ? "FAIL" : "??  ")} {Question(check.Check)}{(check.Passed ? $": {check.Shown}" : "")}";
            foreach (var flaw in check.Flaws)
            {
                yield return $"         {flaw.Where}: {flaw.What}";
                foreach (var line in flaw.Example) yield return "           " + line;
            }
            foreach (var open in check.Undecided) yield return $"         {open}: the solver did not find out in the time it had";
        }
        foreach (var note in verified.Notes) yield return $"  note {note}";
    }

    public static IEnumerable<string> Of(Policy old, Policy changed, Comparison everywhere, Comparison? inBoth)
    {
        yield return $"Over every case, NEW '{changed.Name}' is {Words(everywhere.Relation)} OLD '{old.Name}'.";
        foreach (var line in Differences(old, changed, everywhere)) yield return line;
        if (inBoth is null) yield break;
        yield return "";
        yield return $"Over the cases that both are written for, NEW '{changed.Name}' is {Words(inBoth.Relation)} OLD '{old.Name}'.";
        foreach (var line in Differences(old, changed, inBoth)) yield return line;
    }

    public static IEnumerable<string> Of(Policy policy, Explanation explained, IReadOnlyList<string> leftOut, bool samePolicy)
    {
        yield return $"Policy '{policy.Name}' {(explained.Judged.Approves ? "approves" : "refuses")} this evidence{(samePolicy ? "" : ", which was judged by another policy or another version of this one")}.";
        foreach (var part in leftOut) yield return $"  note the report does not hold all of {part}, so what the policy asks of it cannot be judged again here; the report has the run's own verdict";
        foreach (var verdict in explained.Judged.Verdicts)
        {
            yield return $"  {verdict.Outcome switch { Outcome.Holds => "holds  ", Outcome.Fails => "FAILS  ", _ => "UNKNOWN" }} {verdict.Requirement.Words} ({verdict.Requirement.Where})";
            yield return $"          {verdict.Because}";
        }
        foreach (var reason in explained.Judged.Reasons.Where(reason => !reason.StartsWith("Not met:", StringComparison.Ordinal) && !reason.StartsWith("Cannot be judged:", StringComparison.Ordinal)))
            yield return $"  FAILS   {reason}";
        yield return explained.Judged.Approves ? "It would be refused with any one of these changes, the smallest of their kind:"
            : explained.IsComplete ? "It would be approved with all of these changes, none of which can be smaller:" : "These changes at least are needed; they may not be enough:";
        foreach (var change in explained.Changes) yield return $"  - {change.What}";
    }

    /// <summary>What a check asks.</summary>
    public static string Question(PolicyCheck check) => check switch
    {
        PolicyCheck.Satisfiable => "some evidence satisfies it",
        PolicyCheck.Reachable => "each requirement is asked of some case",
        PolicyCheck.NotVacuous => "each requirement can fail",
        PolicyCheck.NotImplied => "no requirement follows from the others",
        PolicyCheck.Monotone => "better evidence never turns approval into refusal",
        PolicyCheck.NoGap => "every case has a guarantee or an overlap requirement",
        PolicyCheck.ExceptionsKeepToTheirScope => "exceptions keep to their scope",
        _ => "units and ranges make sense",
    };

    private static string Words(PolicyRelation relation) => relation switch
    {
        PolicyRelation.Equivalent => "equivalent to",
        PolicyRelation.Stricter => "stricter than",
        PolicyRelation.Weaker => "weaker than",
        PolicyRelation.Incomparable => "incomparable with",
        _ => "not decided against",
    };

    private static IEnumerable<string> Differences(Policy old, Policy changed, Comparison comparison)
    {
        var (before, after) = ($"OLD '{old.Name}'", $"NEW '{changed.Name}'");
        foreach (var (difference, passes, fails) in new[] { (comparison.PassesNewOnly, after, before), (comparison.PassesOldOnly, before, after) })
        {
            if (difference.Example is { } example)
            {
                yield return $"  This release would pass {passes} and fail {fails}:";
                foreach (var line in SituationText.Of(example, (before, old), (after, changed))) yield return "    " + line;
            }
            else
            {
                yield return !difference.Decided ? $"  Whether any release would pass {passes} and fail {fails} was not found out in the time there was."
                    : $"  No release would pass {passes} and fail {fails}{(difference.Bounded ? ", with findings on up to a million items" : ", whatever is measured on however many items")}.";
            }
        }
    }
}
