using Pipeline.Core.Inputs;
using Pipeline.Core.Plans;
using Pipeline.Files.Reading;
using Pipeline.Files.Rules;
using Pipeline.Files.Yaml;

namespace Pipeline.Files;

/// <summary>Reads audit suites.</summary>
public static class SuiteFiles
{
    private const string Patterns = "patterns";

    /// <summary>Reads an audit suite.</summary>
    /// <param name="path">The file.</param>
    /// <param name="known">What audits and settings there are.</param>
    /// <exception cref="BadInputException">The file cannot be used; every problem is listed with line and column.</exception>
    public static AuditSuite Load(string path, AuditNames known)
    {
        var page = Page.Open(path);
        return Page.Finish(Read(page, known), page);
    }

    internal static AuditSuite Read(Page page, AuditNames known)
    {
        var problems = page.Problems;
        var file = new Section(page.Root, Grammar.Suite, "", problems);
        var suite = new AuditSuite
        {
            Name = file.Text("name"),
            Audits = [.. file.Items("audits", "a list of audits").Index().Select(item => Entry(item.Item, $"Audits[{item.Index}]", problems, known))],
            Digest = page.Digest,
        };
        problems.CheckVersion(file);
        problems.Check(new SuiteRules(known), suite);
        return suite;
    }

    private static AuditEntry Entry(YamlNode node, string path, FileProblems problems, AuditNames known)
    {
        var members = (node as YamlSection)?.Members ?? [];
        var audit = known.Find(members.Where(member => member.Key.Text == "audit").Select(member => (member.Value as YamlScalar)?.Text).FirstOrDefault() ?? "");
        // Of an audit that is not known nobody can say which settings it has; that it is not known is said by the rules.
        var settings = audit?.Settings.Select(setting => setting.Name).Concat(audit.TakesPatterns ? [Patterns] : []) ?? members.Select(member => member.Key.Text).Where(key => key != "audit").Distinct();
        var section = new Section(node, new Shape(audit?.Name ?? "audit", ["audit"], [.. settings]), path, problems);
        var values = new Dictionary<string, double>();
        foreach (var setting in audit?.Settings ?? [])
        {
            if (!section.Has(setting.Name)) continue;
            values[setting.Name] = section.Number(setting.Name, perCent: !setting.Whole) ?? 0;
            problems.Mark($"{path}.Settings.{setting.Name}", problems.SpotOf(section.PathOf(setting.Name)));
            if (problems.IsBroken(section.PathOf(setting.Name))) problems.Break($"{path}.Settings.{setting.Name}");
        }
        IReadOnlyList<ValuePattern> patterns = audit is { TakesPatterns: true } && section.Has(Patterns) ? PatternsOf(section, $"{path}.Settings.Patterns", problems) : [];
        return new AuditEntry(section.Text("audit"), new AuditSettings(values, patterns), problems.Line(section.Spot));
    }

    private static IReadOnlyList<ValuePattern> PatternsOf(Section section, string path, FileProblems problems)
    {
        var patterns = new List<ValuePattern>();
        problems.Mark(path, problems.SpotOf(section.PathOf(Patterns)));
        foreach (var (key, value) in section.Members(Patterns, "names, each with a regular expression"))
        {
            var at = $"{path}[{patterns.Count}]";
            problems.Mark(at, value.Spot);
            problems.Mark($"{at}.Name", key.Spot);
            if (value is YamlScalar { IsNothing: false } scalar) patterns.Add(new ValuePattern(key.Text, scalar.Text));
            else
            {
                if (value is not YamlRefused) problems.Add(value.Spot, $"The pattern {FileProblems.Quoted(key.Text)} is {value.Kind}.", "a regular expression, in quotes");
                problems.Break(at);
                patterns.Add(new ValuePattern(key.Text, ""));
            }
        }
        if (problems.IsBroken(section.PathOf(Patterns))) problems.Break(path);
        return patterns;
    }
}
