using System.CommandLine;
using Pipeline.Cli.Policies;
using Pipeline.Cli.Running;
using Pipeline.Core.Policies;
using Pipeline.Files;
using Pipeline.Formal.Explaining;
using Pipeline.Formal.Policies;
using Pipeline.Reports;

namespace Pipeline.Cli.Commands;

/// <summary><c>pipeline policy</c>: what policies mean, proved and explained.</summary>
internal static class PolicyCommand
{
    public static Command Create() => new("policy",
        """
        Checks, compares, explains and formats policies. No data is read and nothing is released: policies are looked at
        over all evidence there could be, with a solver (libz3), and what is shown as an example was judged by the gate's
        own evaluator. The language is described in docs/policy-language.md, the proofs in docs/formal-checks-policy.md.
        """)
    {
        Verify(), Diff(), Explain(), Format(),
    };

    private static Command Verify()
    {
        var files = new Argument<string[]>("FILE") { Description = "Policy files, such as policies/standard.yaml.", Arity = ArgumentArity.OneOrMore };
        var json = Json();
        var command = new Command("verify",
            """
            Proves of each policy that some evidence satisfies it; that each requirement is asked of some case, can fail, and
            does not follow from the others; that better evidence never turns approval into refusal; that every case has a
            guarantee or an overlap requirement; that exceptions keep to their scope and day; and that bounds are numbers
            their measures can take. What is wrong is shown with file and line, and with an example where there is one.
            Exit codes: 0 every check passed, 3 some check failed or was not decided, 2 bad input, 1 defect.
            """)
        {
            files, json,
        };
        command.SetAction(parsed =>
        {
            var verified = parsed.GetRequiredValue(files).Select(file => PolicyVerifier.Verify(Load(file), KnownMeasures.Facts, TimeProvider.System.GetUtcNow())).ToList();
            Write(parsed.GetValue(json), () => PolicyJson.Of(verified), verified.SelectMany(PolicyText.Of));
            return verified.TrueForAll(one => one.Passed) ? ExitCodes.Done : ExitCodes.Refused;
        });
        return command;
    }

    private static Command Diff()
    {
        var (old, changed, json) = (new Argument<string>("OLD") { Description = "The policy as it was." }, new Argument<string>("NEW") { Description = "The policy as it would be." }, Json());
        var command = new Command("diff",
            """
            Says whether NEW is equivalent to OLD, stricter, weaker, or incomparable with it, over every case and, where they
            are written for different cases, over those that both are written for. Each difference is shown as a release that
            would pass the one and fail the other. Texts and digests do not matter, only what is approved.
            Exit codes: 0 equivalent or stricter, 3 weaker, incomparable or not decided, 2 bad input, 1 defect.
            """)
        {
            old, changed, json,
        };
        command.SetAction(parsed =>
        {
            var (before, after) = (Load(parsed.GetRequiredValue(old)), Load(parsed.GetRequiredValue(changed)));
            var comparison = new PolicyComparison(before, after, KnownMeasures.Facts, TimeProvider.System.GetUtcNow());
            var (everywhere, inBoth) = (comparison.Everywhere(), comparison.HaveOneScope ? null : comparison.WhereBothApply());
            Write(parsed.GetValue(json), () => PolicyJson.Of(before, after, everywhere, inBoth), PolicyText.Of(before, after, everywhere, inBoth));
            return everywhere.Relation is PolicyRelation.Equivalent or PolicyRelation.Stricter ? ExitCodes.Done : ExitCodes.Refused;
        });
        return command;
    }

    private static Command Explain()
    {
        var (file, run, json) = (new Argument<string>("FILE") { Description = "The policy." }, new Argument<string>("RUN") { Description = "The folder of a run, or its report.json." }, Json());
        var command = new Command("explain",
            """
            Says in words why the evidence of a run passes or fails a policy, the run's own or another, and what would turn
            that round: the smallest changes that together would have it approved, or each of which would have it refused.
            Exit codes: 0 the policy approves, 3 it refuses, 2 bad input, 1 defect.
            """)
        {
            file, run, json,
        };
        command.SetAction(parsed =>
        {
            var (policy, reported) = (Load(parsed.GetRequiredValue(file)), ReportReader.Read(parsed.GetRequiredValue(run)));
            var situation = new Situation(reported.Proposed, reported.Evidence, reported.Facts, reported.Ended);
            var explained = new Explainer(policy, KnownMeasures.Facts).Explain(situation);
            Write(parsed.GetValue(json), () => PolicyJson.Of(policy, explained, reported.InPart, reported.Policy == policy.Digest), PolicyText.Of(policy, explained, reported.InPart, reported.Policy == policy.Digest));
            return explained.Judged.Approves ? ExitCodes.Done : ExitCodes.Refused;
        });
        return command;
    }

    private static Command Format()
    {
        var (file, check) = (new Argument<string>("FILE") { Description = "The policy." }, new Option<bool>("--check") { Description = "Change nothing; say by the exit code whether the file is formatted." });
        var command = new Command("format",
            """
            Writes a policy in its one form: keys in the order in which people read them, bounds and scopes in one line,
            comments kept. What the policy says does not change; a policy with a problem is left as it is.
            Exit codes: 0 formatted, 3 with --check: not formatted, 2 bad input, 1 defect.
            """)
        {
            file, check,
        };
        command.SetAction(parsed =>
        {
            var path = parsed.GetRequiredValue(file);
            var (now, formatted) = PolicyFiles.Format(path, KnownAudits.All);
            if (now == formatted)
            {
                Console.WriteLine($"{Path.GetFileName(path)} is formatted.");
                return ExitCodes.Done;
            }
            if (parsed.GetValue(check))
            {
                Console.WriteLine($"{Path.GetFileName(path)} is not formatted: pipeline policy format {path}");
                return ExitCodes.Refused;
            }
            // Whole or not at all: a reader never meets half a policy.
            var staged = $"{path}.{Environment.ProcessId}.part";
            File.WriteAllText(staged, formatted);
            File.Move(staged, path, overwrite: true);
            Console.WriteLine($"{Path.GetFileName(path)} was formatted.");
            return ExitCodes.Done;
        });
        return command;
    }

    private static Policy Load(string path) => PolicyFiles.Load(path, KnownAudits.All);

    private static Option<bool> Json() => new("--json") { Description = "Write the result as one JSON object." };

    private static void Write(bool json, Func<string> whole, IEnumerable<string> lines)
    {
        if (json) Console.WriteLine(whole());
        else foreach (var line in lines) Console.WriteLine(line);
    }
}
