using Pipeline.Audits;
using Pipeline.Audits.Usefulness;

namespace Pipeline.Tests.Audits;

/// <summary>Every audit has a page in the folder of suites, and every page says the same things about its audit in the same order.</summary>
public sealed class AuditPageTests
{
    private static readonly string[] Headings = ["What it asks", "Definition", "Assumptions", "What it cannot see", "Example", "Sources"];

    /// <summary>Audits that run by themselves, which no suite names.</summary>
    private static readonly string[] RunByThemselves = [UsefulnessAudit.AuditName, JudgeAudit.AuditName, DiversityAudit.AuditName, ClaimAgainstAttackAudit.AuditName, CanaryAudit.AuditName];

    public static TheoryData<string> Names => [.. AuditCatalog.Names];

    public static TheoryData<string> Pages => [.. Directory.EnumerateFiles(Fixtures.Shipped("audits"), "*.md").Select(Path.GetFileNameWithoutExtension).OfType<string>().Order()];

    [Fact]
    public void There_is_one_page_for_every_audit_and_none_besides() =>
        Assert.Equal(AuditCatalog.Names.Concat(RunByThemselves).Order(), Pages.Select(page => page.Data));

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_page_has_all_headings_in_order_and_something_below_each(string name)
    {
        var page = Read(name);
        Assert.StartsWith($"# {name}\n\n## What it asks\n\n", page, StringComparison.Ordinal);
        var sections = page.Split("\n## ").Skip(1).Select(section => section.Split('\n', 2)).ToList();
        Assert.Equal(Headings, sections.Select(section => section[0]));
        Assert.All(sections, section => Assert.InRange(section[1].Trim().Length, 20, int.MaxValue));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_page_of_the_catalog_asks_its_question_and_explains_every_measure_and_setting(string name)
    {
        var page = Read(name);
        var kind = AuditCatalog.Find(name)!;
        Assert.Contains($"\n## What it asks\n\n{kind.Question}\n", page, StringComparison.Ordinal);
        Assert.All(kind.Measures, measure => Assert.Contains($"| `{measure}` |", page, StringComparison.Ordinal));
        Assert.All(kind.Settings, setting => Assert.Contains($"| `{setting.Name}` | {setting.Default} | {setting.Least} to {setting.Most} |", page, StringComparison.Ordinal));
        if (kind.TakesPatterns) Assert.Contains("| `patterns` |", page, StringComparison.Ordinal);
    }

    private static string Read(string name) => File.ReadAllText(Fixtures.Shipped("audits", name + ".md"));
}
