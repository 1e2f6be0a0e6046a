using System.Globalization;
using Pipeline.Core.Evidence;
using Pipeline.Core.Inputs;
using Pipeline.Core.Policies;
using Pipeline.Files.Reading;
using Pipeline.Files.Rules;
using Pipeline.Files.Yaml;

namespace Pipeline.Files;

/// <summary>Reads policies.</summary>
public static class PolicyFiles
{
    /// <summary>Reads a policy file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="known">What audits and measures there are, planned ones included.</param>
    /// <exception cref="BadInputException">The file cannot be used; every problem is listed with line and column.</exception>
    public static Policy Load(string path, AuditNames known)
    {
        var page = Page.Open(path);
        return Page.Finish(Read(page, known), page);
    }

    internal static Policy Read(Page page, AuditNames known)
    {
        var problems = page.Problems;
        var file = new Section(page.Root, Grammar.Policy, "", problems);
        var sources = file.Within("for", Grammar.For);
        var policy = new Policy
        {
            Name = file.Text("name"),
            For = Classifications(sources, problems),
            Require = [.. file.Items("require", "a list of requirements").Index().Select(item => Requirement(item.Item, $"Require[{item.Index}]", problems))],
            EvidenceMaximumAge = file.Form("evidence maximum age", "a number of minutes, hours or days, such as 1 day", AgeOf) ?? TimeSpan.FromDays(1),
            Digest = page.Digest,
        };
        problems.Mark("For", problems.SpotOf("For.Classification"));
        if (problems.IsBroken("For.Classification")) problems.Break("For");
        problems.CheckVersion(file);
        problems.Check(new PolicyRules(known), policy);
        return policy;
    }

    private static HashSet<Classification> Classifications(Section sources, FileProblems problems)
    {
        var meant = new HashSet<Classification>();
        foreach (var (i, word) in sources.Texts("classification").Index())
        {
            var path = $"For.Classification[{i}]";
            if (problems.IsBroken(path)) continue;
            if (Grammar.Classifications.Find(word) is not { } classification)
            {
                problems.Add(problems.SpotOf(path), $"There is no classification {FileProblems.Quoted(word)}.",
                    FileProblems.OneOf(Grammar.Classifications.All), FileProblems.Nearest(word, Grammar.Classifications.All));
                problems.Break("For");
            }
            else if (!meant.Add(classification)) problems.Add(problems.SpotOf(path), $"'{word}' stands here twice.", "each classification once");
        }
        return meant;
    }

    /// <summary>What a requirement is about shows in which of two keys it has.</summary>
    private static Requirement Requirement(YamlNode node, string path, FileProblems problems)
    {
        var keys = (node as YamlSection)?.Members.Select(member => member.Key.Text).ToList() ?? [];
        if (keys.Contains("guarantee")) return Guarantee(new Section(node, Grammar.Guarantee, path, problems), problems);
        if (keys.Contains("finding")) return Finding(new Section(node, Grammar.Finding, path, problems), problems);
        if (node is not YamlRefused)
        {
            string[] kinds = ["guarantee", "finding"];
            problems.Add(node.Spot, "A requirement says neither 'guarantee' nor 'finding'.", "one of the two",
                keys.Select(key => FileProblems.Nearest(key, kinds)).FirstOrDefault(near => near is not null));
        }
        problems.Break(path);
        return new GuaranteeRequirement { Where = "", Epsilon = 0, Delta = 0 };
    }

    private static GuaranteeRequirement Guarantee(Section section, FileProblems problems)
    {
        section.Choice("guarantee", Grammar.Guarantees);
        var delta = section.Within("delta", Grammar.AtMost);
        return new GuaranteeRequirement
        {
            Where = problems.Line(section.Spot),
            Epsilon = section.Within("epsilon", Grammar.AtMost).Number("at most") ?? 0,
            Delta = delta.Form("at most", "a number or 1/n", text => text == "1/n" ? double.NaN : Section.NumberOf(text, perCent: false)) is { } most
                ? double.IsNaN(most) ? null : most
                : 0,
            Cumulative = section.Choice("scope", Grammar.Scopes) ?? false,
        }.Under(section, problems, ("epsilon", "at most"), ("delta", "at most"));
    }

    private static FindingRequirement Finding(Section section, FileProblems problems)
    {
        var bounds = section.FamilyKeys.Concat(section.Has("value") ? ["value"] : []).ToList();
        if (bounds.Count != 1)
        {
            problems.Add(section.Spot, bounds.Count == 0 ? "A finding has no bound." : "A finding has several bounds.",
                "exactly one of " + string.Join(", ", Grammar.Finding.Examples.Prepend("value")));
        }
        var key = bounds.Count == 0 ? "value" : bounds[0];
        var match = Grammar.ConfidenceBound.Match(key);
        var (on, shape) = match.Groups["end"].Value switch
        {
            // That an upper bound is at least something shows nothing, nor that a lower bound is at most something.
            "upper" => (BoundOn.Upper, Grammar.AtMost),
            "lower" => (BoundOn.Lower, Grammar.AtLeast),
            _ => (BoundOn.Value, Grammar.Either),
        };
        var bound = bounds.Count == 0 ? null : section.Within(key, shape);
        if (bound is not null && shape == Grammar.Either && !bound.Has("at most") && !bound.Has("at least") && !problems.IsBroken(bound.Path))
            problems.Add(bound.Spot, "The value has no bound.", "at most, at least, or both");
        foreach (var other in bounds.Skip(1)) section.Within(other, Grammar.Either);
        var power = section.Has("power") ? section.Within("power", Grammar.AtLeast).Number("at least", perCent: true) : null;
        var required = new FindingRequirement
        {
            Where = problems.Line(section.Spot),
            Audit = section.Text("finding"),
            Measure = section.Text("measure"),
            Against = section.Choice("against", Grammar.Parts) ?? Against.Training,
            On = on,
            Confidence = match.Success ? double.Parse(match.Groups["percent"].Value + "e-2", CultureInfo.InvariantCulture) : 1,
            AtMost = bound?.Number("at most", perCent: true),
            AtLeast = bound?.Number("at least", perCent: true),
            Power = power,
        };
        problems.Mark($"{section.Path}.Audit", problems.SpotOf(section.PathOf("finding")));
        if (problems.IsBroken(section.PathOf("finding"))) problems.Break($"{section.Path}.Audit");
        problems.Mark($"{section.Path}.Confidence", problems.SpotOf(section.PathOf(key)));
        problems.Mark($"{section.Path}.AtMost", problems.SpotOf(section.PathOf(key) + ".AtMost"));
        return required;
    }

    /// <summary>The rules know <c>Epsilon</c>; the file writes it as <c>epsilon: { at most: 8 }</c>.</summary>
    private static T Under<T>(this T requirement, Section section, FileProblems problems, params ReadOnlySpan<(string Key, string Within)> written)
    {
        foreach (var (key, within) in written)
        {
            var inner = $"{section.PathOf(key)}.{string.Concat(within.Split(' ').Select(word => char.ToUpperInvariant(word[0]) + word[1..]))}";
            problems.Mark(section.PathOf(key), problems.SpotOf(inner));
            if (problems.IsBroken(inner)) problems.Break(section.PathOf(key));
        }
        return requirement;
    }

    private static TimeSpan? AgeOf(string text)
    {
        if (text.Split(' ') is not [var digits, var unit] || Section.NumberOf(digits, perCent: false) is not { } number || number is < 0 or > 1e6) return null;
        return unit switch
        {
            "minute" or "minutes" => TimeSpan.FromMinutes(number),
            "hour" or "hours" => TimeSpan.FromHours(number),
            "day" or "days" => TimeSpan.FromDays(number),
            _ => null,
        };
    }
}
