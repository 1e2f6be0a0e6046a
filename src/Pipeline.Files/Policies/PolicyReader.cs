using Pipeline.Core.Policies;
using Pipeline.Files.Reading;
using Pipeline.Files.Rules;

namespace Pipeline.Files.Policies;

/// <summary>A policy and the pages it was read from, itself first.</summary>
internal sealed record ReadPolicy(Policy Policy, IReadOnlyList<Page> Pages)
{
    /// <summary>Whether any of the pages has a problem.</summary>
    public bool IsSound => Pages.All(page => page.Problems.All.Count == 0);
}

/// <summary>Reads a policy page: its own part first, then what it extends, then how the two go together.</summary>
internal static class PolicyReader
{
    /// <summary>Longer chains could not be followed by a reader.</summary>
    private const int MostExtended = 8;

    public static ReadPolicy Read(Page page, AuditNames known) => Read(page, known, [page.Path]);

    private static ReadPolicy Read(Page page, AuditNames known, IReadOnlyList<string> chain)
    {
        var problems = page.Problems;
        var file = new Section(page.Root, Grammar.Policy, "", problems);
        var extends = file.Has("extends");
        if (!extends) file.Demand("for", "require");
        var scope = ScopeReader.Read(file, "for", problems);
        if (!extends && file.Has("for") && scope.Classifications is null && !problems.IsBroken("For"))
        {
            problems.Add(problems.SpotOf("For"), "'for' lacks the key 'classification'.", FileProblems.OneOf(Grammar.Classifications.All));
            problems.Break("For");
        }
        var own = new Policy
        {
            Name = file.Text("name"),
            For = scope.Classifications ?? new HashSet<Classification>(),
            Purposes = scope.Purposes,
            Recipients = scope.Recipients,
            Require = [.. file.Items("require", "a list of requirements").Index().Select(item => RequirementReader.Read(item.Item, $"Require[{item.Index}]", problems))],
            Exceptions = [],
            Extends = extends ? [""] : [],
            EvidenceMaximumAge = file.Form("evidence maximum age", "a number of minutes, hours or days, such as 1 day", Ages.Of) ?? TimeSpan.FromDays(1),
            Digest = page.Digest,
        };
        problems.Mark("For", problems.SpotOf("For.Classification"));
        if (problems.IsBroken("For.Classification")) problems.Break("For");
        problems.CheckVersion(file);
        problems.Check(new PolicyRules(known, scope), own);
        NameChecks.Check(own, problems);

        var under = extends ? Extended(file, page, known, chain) : null;
        List<Page> pages = [page, .. under?.Pages ?? []];
        var merged = under is { IsSound: true } && !problems.IsBroken("Require")
            ? Inheritance.Merge(own, scope, file.Has("evidence maximum age"), under.Policy, problems)
            : own with { Extends = [] };
        var exceptions = ExceptionReader.Read(file, own, merged, under?.Policy, problems);
        return new ReadPolicy(merged with { Exceptions = [.. merged.Exceptions, .. exceptions] }, pages);
    }

    private static ReadPolicy? Extended(Section file, Page page, AuditNames known, IReadOnlyList<string> chain)
    {
        if (file.OptionalText("extends") is not { } written) return null;
        var path = Path.GetFullPath(written, Path.GetDirectoryName(page.Path)!);
        if (!File.Exists(path))
            file.Refuse("extends", Directory.Exists(path) ? "'extends' names a folder." : "'extends' names a file that is not there.", "a policy file; paths count from the folder of this one", Page.NearestFile(path));
        else if (chain.Contains(path, StringComparer.Ordinal))
            file.Refuse("extends", "The policy extends itself.", "another policy");
        else if (chain.Count >= MostExtended)
            file.Refuse("extends", "The chain of policies is too long.", $"at most {MostExtended} policies");
        else
            return Read(Page.Open(path), known, [.. chain, path]);
        return null;
    }
}
