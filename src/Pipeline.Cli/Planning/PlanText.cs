using System.Text.Json;
using Pipeline.Cli.Display;
using Pipeline.Cli.Running;
using Pipeline.Core.Flows;
using Pipeline.Core.Plans;
using Pipeline.Core.Privacy;
using Spectre.Console;

namespace Pipeline.Cli.Planning;

/// <summary>A plan for people: the way of the data in words, privacy, what the policy asks, and cost.</summary>
internal static class PlanText
{
    public static void Show(IAnsiConsole console, RunPlan plan)
    {
        console.WriteLine();
        Heading(console, "What would flow where");
        foreach (var step in Way(plan)) console.WriteLine("  " + step);
        Heading(console, $"What is proved of that, over {plan.Flow.Graph.Nodes.Count} steps and {plan.Flow.Graph.Edges.Count} flows");
        var argument = new Grid().AddColumn(new GridColumn { NoWrap = true, Padding = new Padding(2, 0, 2, 0) }).AddColumn(new GridColumn { Padding = new Padding(0) });
        foreach (var (stands, says) in Argument(plan.Flow)) argument.AddRow(new Text(stands, stands == "NOT PROVED" ? new Style(Color.Red, decoration: Decoration.Bold) : Style.Plain), new Text(says));
        console.Write(argument);
        Heading(console, "What it would prove");
        foreach (var line in Privacy(plan)) console.WriteLine("  " + line);
        Heading(console, $"What the policy '{plan.File.Policy.Name}' asks");
        if (!plan.PolicyFits) console.WriteLine($"  WOULD FAIL:    the policy is not written for {plan.Case.Classification.ToString().ToLowerInvariant()} sources{(plan.Case.Purpose is { } purpose ? $" for {purpose}" : "")}{(plan.Case.Recipient is { } recipient ? $" to {recipient}" : "")}");
        foreach (var required in plan.Required)
        {
            var ahead = plan.Asked.FirstOrDefault(verdict => ReferenceEquals(verdict.Requirement, required));
            console.WriteLine($"  {ahead switch { null => "after the run:", { Holds: true } => "would hold:   ", _ => "WOULD FAIL:   " }} {required.Words}");
            if (ahead is not null) console.WriteLine("                 " + ahead.Because);
        }
        Heading(console, "What it would cost, estimated");
        foreach (var line in Cost(plan)) console.WriteLine("  " + line);
        console.WriteLine();
        console.WriteLine(plan.SureToBeRefused
            ? "The gate would refuse this run, whatever it makes. Nothing was spent."
            : "Nothing was spent and nothing was written. Run it: pipeline run with the same file.");
    }

    /// <summary>The proof about the flow as an argument: how each step stands, and what it says.</summary>
    public static IEnumerable<(string Stands, string Says)> Argument(FlowProof proof)
    {
        foreach (var check in Together(proof.Checks))
        {
            yield return (check.Holds ? "proved" : "NOT PROVED", check.Says);
            if (check.Path.Count > 0) yield return ("the way", string.Join(" -> ", check.Path));
        }
        yield return ("assumed", "The code does what the flow declares: the types, the rules of docs/analyzers and the run itself hold it to that.");
        yield return ("assumed", "The pipeline file and the models hold nothing of the source. That a release was decided, and when, is not hidden.");
    }

    /// <summary>What holds of several nodes in the same words is said once.</summary>
    private static IEnumerable<FlowCheck> Together(IReadOnlyList<FlowCheck> checks) => checks
        .GroupBy(check => (check.Holds, Says: check is { Holds: true, About: { } about } ? check.Says[about.Length..] : check.Says))
        .Select(same => same.Count() == 1 ? same.First() : same.First() with
        {
            Says = Listed([.. same.Select(check => check.About!)]) + " are" + same.Key.Says[" is".Length..].Replace(" to it ", " to each ", StringComparison.Ordinal),
        });

    private static string Listed(IReadOnlyList<string> names) => string.Join(", ", names.Take(names.Count - 1)) + " and " + names[^1];

    /// <summary>The way of the data, one step a line.</summary>
    public static IEnumerable<string> Way(RunPlan plan)
    {
        var (file, source) = (plan.File, plan.Source);
        var unit = file.Source.Unit is { } column ? $" of {source.Units:N0} x {column}" : "";
        yield return $"private  {Path.GetFileName(file.Source.Path)} ({file.Source.Classification.ToString().ToLowerInvariant()}), {source.Records:N0} records{unit}";
        yield return $"private    -> {source.TrainingRecords:N0} records to learn from, {source.HoldoutRecords:N0} kept aside to measure with";
        if (file.Synthesis.Method == SynthesisMethod.CopyingControl)
        {
            yield return $"private    -> copied, {file.Synthesis.Texts} texts: a control that must be refused";
        }
        else
        {
            yield return $"public   {WorkEstimate.Prompts(file).Count:N0} prompts from the pipeline file -> {Path.GetFileName(file.Synthesis.Model)} -> {file.Synthesis.Proposals ?? Running.Methods.Proposing.ProposalsPerText * file.Synthesis.Texts:N0} proposals";
            foreach (var claim in plan.Claims.Where(claim => claim.Sigmas.Count > 0))
                yield return $"the door {source.TrainingRecords:N0} private records -> mechanism {claim.Mechanism} -> numbers with noise; nothing else of them goes on";
            yield return $"public     {(plan.Claims.Any(claim => claim.Sigmas.Count > 0) ? "noisy numbers and " : "")}proposals -> {JsonNamingPolicy.KebabCaseLower.ConvertName(file.Synthesis.Method.ToString())} -> a candidate of {file.Synthesis.Texts:N0} texts";
        }
        yield return $"judged     candidate and both private parts -> {file.Audits.Audits.Count} audits -> evidence -> gate -> refused, or released to {file.Release.To}";
    }

    private static IEnumerable<string> Privacy(RunPlan plan)
    {
        foreach (var claim in plan.Claims)
        {
            yield return double.IsFinite(claim.Epsilon)
                ? $"{claim.Mechanism}: epsilon {claim.Epsilon:G4} at delta {claim.Delta:G4} for each {claim.Unit} ({claim.RecordsPerUnit} record(s) of it used), mu {claim.Mu:G4}"
                : $"{claim.Mechanism}: proves no privacy";
            foreach (var sigma in claim.Sigmas.GroupBy(sigma => sigma)) yield return $"  {sigma.Count()} noisy release(s) with sigma {sigma.Key:G4}";
        }
        var (spent, delta) = (plan.Spent, plan.File.Privacy.Delta);
        yield return spent.Before.Runs == 0 ? "The ledger holds nothing for this source yet." : $"The ledger holds {spent.Before.Runs} mechanism run(s) on this source: epsilon {Epsilon(spent.Before.EpsilonAt(delta))} at delta {delta:G4}.";
        yield return $"With this run: epsilon {Epsilon(spent.After.EpsilonAt(delta))} at delta {delta:G4}.";
        yield return new DeltaAgainstUnits(delta, plan.Source.TrainingUnits).Words;
    }

    private static IEnumerable<string> Cost(RunPlan plan)
    {
        var (cost, work, rates) = (plan.Cost, plan.Cost.Work, plan.Cost.Rates);
        yield return $"{work.TokensWritten:N0} tokens to write at {rates.WrittenASecond:N0} a second, after {work.PromptPositions:N0} positions of prompts at {rates.PromptsASecond:N0} a second";
        yield return $"{work.ProposalPositions + work.PrivatePositions:N0} positions of texts to read at {rates.ReadASecond:N0} a second";
        yield return $"about {Rates.Duration(TimeSpan.FromSeconds(cost.Seconds))} on this machine ({Machine.Describe()}); audits and matching add to it";
        if (WorkEstimate.LeavesOutOptimising(plan.File.Synthesis.Method)) yield return "the optimising steps of this method come on top: how many there are shows only in the run";
        yield return $"about {cost.WattHours:G3} Wh at {cost.Assumed.WattsPerCore:G3} W for a busy core, and {cost.Price:G2} {cost.Assumed.Currency} at {cost.Assumed.PricePerHour:G3} an hour";
    }

    private static string Epsilon(double epsilon) => double.IsFinite(epsilon) ? $"{epsilon:G4}" : "none proved";

    private static void Heading(IAnsiConsole console, string heading)
    {
        console.WriteLine();
        console.MarkupLineInterpolated($"[bold]{heading}[/]");
    }
}
