using Pipeline.Audits;
using Pipeline.Audits.Usefulness;
using Pipeline.Core.Evidence;
using Pipeline.Core.Inputs;

namespace Pipeline.Tests.Audits;

public sealed class AuditCatalogTests
{
    public static TheoryData<string> Names => [.. AuditCatalog.Names];

    /// <summary>Audits that run by themselves, which no suite names.</summary>
    private static readonly Type[] RunByThemselves = [typeof(UsefulnessAudit), typeof(JudgeAudit), typeof(DiversityAudit), typeof(ClaimAgainstAttackAudit), typeof(CanaryAudit)];

    [Fact]
    public void Lists_every_audit_of_the_project() =>
        Assert.Equal(
            typeof(AuditCatalog).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Audit)) && !type.IsAbstract).Except(RunByThemselves).ToHashSet(),
            AuditCatalog.Names.Select(name => AuditCatalog.Create(name, new Dictionary<string, double>(), "suite").GetType()).ToHashSet());

    [Theory]
    [MemberData(nameof(Names))]
    public void Has_a_test_class_for_every_audit(string name)
    {
        var audit = AuditCatalog.Create(name, new Dictionary<string, double>(), "suite").GetType();
        Assert.Contains(typeof(AuditCatalogTests).Assembly.GetTypes(), type => type.Name == audit.Name + "Tests");
    }

    [Fact]
    public void Suggests_the_name_that_was_meant()
    {
        var refused = Assert.Throws<BadInputException>(() => AuditCatalog.Create("ngram-overlaps", new Dictionary<string, double>(), "suite.yaml, line 3"));
        Assert.Equal("ngram-overlap", refused.Problems.Single().Nearest);
        Assert.Equal("suite.yaml, line 3", refused.Problems.Single().Where);
    }

    [Fact]
    public void Tells_every_wrong_setting_at_once()
    {
        var settings = new Dictionary<string, double> { ["word"] = 5, ["threshold"] = 1.5, ["words"] = 2.5 };
        var refused = Assert.Throws<BadInputException>(() => AuditCatalog.Create("ngram-overlap", settings, "suite.yaml, line 3"));
        Assert.Equal(3, refused.Problems.Count);
        Assert.Equal("words", refused.Problems[0].Nearest);
        Assert.Equal("a number from 0.01 to 1", refused.Problems[1].Expected);
        Assert.Equal("a whole number from 1 to 50", refused.Problems[2].Expected);
    }

    [Fact]
    public void Refuses_a_setting_that_is_not_a_number() =>
        Assert.Throws<BadInputException>(() => AuditCatalog.Create("common-substring", new Dictionary<string, double> { ["words"] = double.NaN }, "suite"));

    [Fact]
    public void Uses_the_settings_given()
    {
        var audit = AuditCatalog.Create("common-substring", new Dictionary<string, double> { ["words"] = 3 }, "suite");
        var bench = new AuditBench(audit);
        Assert.Equal(1, bench.Against(["one two three four"], ["zero one two three"], "texts sharing a long run").Statistic.Estimate);
        Assert.Equal(0, bench.Against(["one two four five"], ["zero one two three"], "texts sharing a long run").Statistic.Estimate);
    }

    [Fact]
    public void Names_no_measure_twice() => Assert.All(AuditCatalog.Kinds, kind => Assert.Equal(kind.Measures.Distinct(), kind.Measures));

    [Fact]
    public void Makes_audits_that_report_only_what_the_catalog_says() =>
        Assert.All(AuditCatalog.Kinds, kind => Assert.Equal(kind.Measures, ((Audit)kind.Create(new(new Dictionary<string, double>()), "suite")).Measures));
}
