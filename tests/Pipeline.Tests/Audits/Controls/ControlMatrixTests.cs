using Pipeline.Audits;
using Pipeline.Core.Evidence;
using Pipeline.Core.Releases;

namespace Pipeline.Tests.Audits.Controls;

/// <summary>Every leak of the catalog of controls is refused each time, by the audits that must see it; clean candidates pass.</summary>
public sealed class ControlMatrixTests(ControlMatrixTests.Tried tried) : IClassFixture<ControlMatrixTests.Tried>
{
    /// <summary>Clean candidates that may be refused: one in ten.</summary>
    private const double CleanRefused = .1;

    [Fact]
    public void Refuses_every_leaking_synthesiser_each_time() =>
        Assert.Empty(tried.Rows.Where(row => row.Control.Leaks && row.Refused < row.Seeds).Select(row => row.Control.Name));

    [Fact]
    public void Sees_each_leak_with_the_audits_that_must_see_it() =>
        Assert.Empty(
            from row in tried.Rows
            from audit in row.Control.CaughtBy
            where row.Caught[audit] < row.Seeds
            select $"{audit} saw {row.Control.Name} {row.Caught[audit]} times of {row.Seeds}");

    [Fact]
    public void Passes_clean_synthesisers_at_the_stated_rate()
    {
        var clean = tried.Rows.Where(row => !row.Control.Leaks).ToList();
        Assert.Equal(3, clean.Count);
        Assert.InRange(clean.Sum(row => row.Refused), 0, CleanRefused * clean.Sum(row => row.Seeds));
    }

    [Fact]
    public void Every_audit_must_see_some_leak_and_none_is_left_out_without_a_reason()
    {
        Assert.Equal(AuditCatalog.Names.Except(ControlPolicy.LeftOut.Keys).Order(), ControlPolicy.Audits.Order());
        Assert.Empty(ControlPolicy.Audits.Except(Leaking.All.SelectMany(control => control.CaughtBy)));
        Assert.Empty(Leaking.All.SelectMany(control => control.CaughtBy).Except(ControlPolicy.Audits));
    }

    [Fact]
    public void The_page_is_what_the_test_prints()
    {
        var printed = ControlMatrix.Page(tried.Rows);
        TestContext.Current.TestOutputHelper?.WriteLine(printed);
        var beside = Path.Combine(AppContext.BaseDirectory, "audit-controls.md");
        File.WriteAllText(beside, printed);
        Assert.True(
            printed == File.ReadAllText(Fixtures.Shipped("docs", "audit-controls.md")).ReplaceLineEndings("\n"),
            $"An audit sees other leaks than docs/audit-controls.md says. Where that is meant, put {beside} in its place.");
    }

    /// <summary>All controls, tried once for all tests.</summary>
    public sealed class Tried
    {
        internal IReadOnlyList<ControlRow> Rows { get; } = [.. Leaking.All.Concat(Clean.All).Select(ControlMatrix.Try)];
    }
}
