using System.Text;
using System.Text.RegularExpressions;

namespace Pipeline.Tests.Core.Releases.Protocol;

/// <summary>Explores once for all tests, and holds <c>docs/formal-checks-protocol.md</c> against what came out.</summary>
internal static class ProtocolReport
{
    private static readonly Lazy<IReadOnlyList<(ProtocolSetup Setup, Exploration Result)>> AllExplored =
        new(() => [.. ProtocolSetup.Small.Select(setup => (setup, Explorer.Run(setup, ProtocolRules.Real)))]);

    private static readonly Lazy<IReadOnlyList<(ProtocolRules Rules, Exploration? Result, ProtocolSetup? Setup)>> AllCaught =
        new(() => [.. ProtocolRules.Mutants.Select(Catch)]);

    /// <summary>The protocol in every small world.</summary>
    public static IReadOnlyList<(ProtocolSetup Setup, Exploration Result)> Explored => AllExplored.Value;

    /// <summary>Every mutant with the first small world that catches it.</summary>
    public static IReadOnlyList<(ProtocolRules Rules, Exploration? Result, ProtocolSetup? Setup)> Caught => AllCaught.Value;

    private static (ProtocolRules, Exploration?, ProtocolSetup?) Catch(ProtocolRules rules)
    {
        foreach (var setup in ProtocolSetup.Small)
            if (Explorer.Run(setup, rules) is { Broken: not null } result) return (rules, result, setup);
        return (rules, null, null);
    }

    /// <summary>The tables of the page.</summary>
    public static string Tables()
    {
        var text = new StringBuilder();
        text.AppendLine("| law |").AppendLine("|---|");
        foreach (var law in ProtocolLaws.Words) text.AppendLine($"| {law} |");
        text.AppendLine().AppendLine("| small world, exhausted | worlds | steps | of these, crash points |").AppendLine("|---|---|---|---|");
        foreach (var (setup, result) in Explored) text.AppendLine($"| {setup.Name} | {result.Worlds} | {result.Steps} | {result.Crashes} |");
        text.AppendLine().AppendLine("| a protocol that | breaks the law | in the world |").AppendLine("|---|---|---|");
        foreach (var (rules, result, setup) in Caught) text.AppendLine($"| {rules.Name} | {result?.Broken ?? "NONE"} | {setup?.Name} |");
        return text.ToString().ReplaceLineEndings("\n");
    }

    /// <summary>Fails when the page does not hold the tables. Writes them when <c>PIPELINE_WRITE_DOCS</c> is 1.</summary>
    public static void Check() => GeneratedPage.Check("formal-checks-protocol.md", "exploration", Tables());
}

/// <summary>Parts of a page under <c>docs/</c> that tests write and hold.</summary>
internal static partial class GeneratedPage
{
    /// <summary>Compares the part between the markers with what it should be; counts may differ.</summary>
    public static void Check(string page, string part, string expected)
    {
        var path = Fixtures.Shipped("docs", page);
        var (begin, end) = ($"<!-- {part}: written by the tests -->\n", $"<!-- end of {part} -->");
        var text = File.ReadAllText(path);
        var from = text.IndexOf(begin, StringComparison.Ordinal) + begin.Length;
        var to = text.IndexOf(end, StringComparison.Ordinal);
        Assert.True(from >= begin.Length && to >= from, $"{page} has no part '{part}'.");
        if (Environment.GetEnvironmentVariable("PIPELINE_WRITE_DOCS") == "1") File.WriteAllText(path, text[..from] + expected + text[to..]);
        else Assert.Equal(Counts().Replace(expected, "#"), Counts().Replace(text[from..to], "#"));
    }

    [GeneratedRegex(@"(?<=\| )\d+(?= \|)", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Counts();
}
