using Pipeline.Audits;
using Pipeline.Cli.Running;
using Pipeline.Core.Plans;
using Pipeline.Files;

namespace Pipeline.Tests.Audits;

/// <summary>Each shipped suite asks all that the smaller one asks, and the largest leaves nothing out.</summary>
public sealed class AuditSuiteTests
{
    [Fact]
    public void Quick_is_part_of_standard_and_standard_of_thorough()
    {
        Assert.Subset(Names("standard"), Names("quick"));
        Assert.Subset(Names("thorough"), Names("standard"));
        Assert.InRange(Names("quick").Count, 1, Names("standard").Count - 1);
    }

    [Fact]
    public void Thorough_names_every_audit_of_the_catalog() => Assert.Equal(AuditCatalog.Names.ToHashSet(), Names("thorough"));

    [Theory]
    [InlineData("quick")]
    [InlineData("standard")]
    [InlineData("thorough")]
    public void Every_audit_of_a_suite_can_be_made(string suite) =>
        Assert.All(Load(suite).Audits, entry => Assert.Equal(entry.Name, AuditCatalog.Create(entry.Name, entry.Settings, entry.Where).Name));

    private static HashSet<string> Names(string suite) => [.. Load(suite).Audits.Select(entry => entry.Name)];

    private static AuditSuite Load(string suite) => SuiteFiles.Load(Fixtures.Shipped("audits", suite + ".yaml"), KnownAudits.All);
}
