using System.Text;
using Pipeline.Core.Policies;
using Pipeline.Core.Releases;

namespace Pipeline.Tests.Audits.Controls;

/// <summary>How often each audit and the whole suite refused a control, over repeated seeds.</summary>
/// <param name="Control">The control.</param>
/// <param name="Seeds">How many sources it was tried on.</param>
/// <param name="Refused">How often the gate refused.</param>
/// <param name="Caught">How often a bound on each audit was found breached, or not shown to hold.</param>
internal sealed record ControlRow(Control Control, int Seeds, int Refused, IReadOnlyDictionary<string, int> Caught);

/// <summary>Tries every control on several sources and shows which audit saw which.</summary>
internal static class ControlMatrix
{
    /// <summary>Sources for each leaking control.</summary>
    public const int LeakingSeeds = 3;

    /// <summary>Sources for each clean control.</summary>
    public const int CleanSeeds = 8;

    /// <summary>Tries a control.</summary>
    public static ControlRow Try(Control control)
    {
        var seeds = control.Leaks ? LeakingSeeds : CleanSeeds;
        var caught = ControlPolicy.Audits.ToDictionary(audit => audit, _ => 0);
        var refused = 0;
        for (var seed = 1; seed <= seeds; seed++)
        {
            var source = new ControlCase(seed, control.Training);
            var decision = ControlPolicy.Decide(source, control.Make(source));
            if (decision is Refused) refused++;
            foreach (var audit in decision.Verdicts.Where(verdict => verdict.Outcome != Outcome.Holds).Select(verdict => ((FindingRequirement)verdict.Requirement).Audit).Distinct())
                caught[audit]++;
        }
        return new ControlRow(control, seeds, refused, caught);
    }

    /// <summary>The page <c>docs/audit-controls.md</c>.</summary>
    public static string Page(IReadOnlyList<ControlRow> rows)
    {
        var page = new StringBuilder("""
            # Which audit sees which leak

            Synthesisers that leak in a known way, and some that do not, are tried on fabricated letters: 240 to learn from (2,000 for the rare record), 120 kept aside, 120 texts in each candidate. A cell says in how many sources a bound on the audit did not hold. A cell in bold must be full, a cell of a clean synthesiser nearly empty. The whole suite is one gate over all bounds. Two models are stood in for, since they would run hundreds of times: the judge's space of semantic-overlap and membership by one that knows words and not their meaning, and the fine-tuned language model of membership-model by one that knows which word followed which; the overfitted model is a word model for the same reason.

            This page is printed by a test (`tests/Pipeline.Tests/Audits/Controls`), which fails when it differs.


            """.ReplaceLineEndings("\n"));
        var audits = ControlPolicy.Audits;
        page.Append($"| synthesiser | sources | {string.Join(" | ", audits)} | whole suite |\n|{string.Concat(Enumerable.Repeat("---|", audits.Count + 3))}\n");
        foreach (var row in rows)
        {
            var cells = audits.Select(audit => row.Control.CaughtBy.Contains(audit) ? $"**{row.Caught[audit]}**" : row.Caught[audit] == 0 ? "" : $"{row.Caught[audit]}");
            page.Append($"| {row.Control.Name} | {row.Seeds} | {string.Join(" | ", cells)} | {(row.Control.Leaks ? $"**{row.Refused}**" : $"{row.Refused}")} |\n");
        }
        page.Append("\n## The synthesisers\n\n");
        foreach (var row in rows) page.Append($"- **{row.Control.Name}** ({(row.Control.Leaks ? "leaks" : "clean")}). {row.Control.What}\n");
        page.Append("\n## The bounds\n\nJudged together at 95 % confidence, in Holm's order.\n\n");
        foreach (var required in ControlPolicy.Requirements) page.Append($"- {required.Words}\n");
        page.Append("\n## What the clean rows show\n\n");
        var clean = rows.Where(row => !row.Control.Leaks).ToList();
        page.Append($"{clean.Sum(row => row.Refused)} of {clean.Sum(row => row.Seeds)} clean candidates were refused. A bound is kept here by showing that a rate is small, so a clean candidate fails by bad luck or by too small a sample; at most one in ten may.\n");
        if (ControlPolicy.LeftOut.Count == 0) return page.ToString();
        page.Append("\n## Not in the matrix\n\n");
        foreach (var (audit, why) in ControlPolicy.LeftOut) page.Append($"- {audit}: {why}\n");
        return page.ToString();
    }
}
