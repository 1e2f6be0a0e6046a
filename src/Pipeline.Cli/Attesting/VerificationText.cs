using System.Text.Json;
using Pipeline.Attestation.Verifying;
using Spectre.Console;

namespace Pipeline.Cli.Attesting;

/// <summary>What came of verifying a bundle, for people and for machines.</summary>
internal static class VerificationText
{
    public static void Show(IAnsiConsole console, Verification verified)
    {
        if (verified.Statement is { } statement)
        {
            console.MarkupLineInterpolated($"Run [bold]{statement.Run}[/] of pipeline {statement.Pipeline}, {(statement.Decision.Approves ? "approved" : "refused")} on {statement.Decision.At:u} under policy {statement.PolicyName}");
            console.MarkupLineInterpolated($"candidate {statement.Binding.Candidate.Short}, source {statement.Binding.Source.Short}, plan {statement.Binding.Settings.Short}");
        }
        var table = new Table().Border(TableBorder.Rounded).AddColumns("", "Check", "What was found");
        foreach (var check in verified.Checks)
        {
            var mark = check.Outcome switch { CheckOutcome.Holds => "[green]holds[/]", CheckOutcome.Fails => "[red]fails[/]", _ => "[yellow]not checked[/]" };
            table.AddRow(mark, Markup.Escape(check.Name), Markup.Escape(check.Note));
        }
        console.Write(table);
        if (verified.Beyond.Count > 0) console.WriteLine("What no bundle can show:");
        foreach (var claim in verified.Beyond) console.MarkupLineInterpolated($"  • {claim}");
        if (verified.Verified) console.MarkupLine("[green bold]VERIFIED[/] as far as it could be checked.");
        else console.MarkupLine("[red bold]NOT VERIFIED[/]");
    }

    public static string Json(Verification verified) => JsonSerializer.Serialize(new
    {
        schema = "pipeline-verification/1",
        verified = verified.Verified,
        run = verified.Statement?.Run,
        pipeline = verified.Statement?.Pipeline,
        decision = verified.Statement is { } statement ? statement.Decision.Approves ? "approved" : "refused" : null,
        candidate = verified.Statement?.Binding.Candidate.ToString(),
        checks = verified.Checks.Select(check => new { name = check.Name, outcome = check.Outcome switch { CheckOutcome.Holds => "holds", CheckOutcome.Fails => "fails", _ => "not checked" }, note = check.Note }),
        notInAnyBundle = verified.Beyond,
    }, ReadableJson.Options);
}
