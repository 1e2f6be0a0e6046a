using Pipeline.Core.Inputs;
using Pipeline.Data.Runs;

namespace Pipeline.Tests.Data;

public sealed class RunFolderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string ReleaseTo => folder.PathOf("out");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Becomes_visible_whole_and_only_when_it_is_committed()
    {
        using var run = RunFolder.Begin(ReleaseTo, "run-1");
        File.WriteAllText(run.PathOf("report.json"), "{}");
        Assert.False(Directory.Exists(run.Final));
        run.Commit();
        Assert.Equal(Path.Combine(ReleaseTo, "run-1"), run.Final);
        Assert.Equal(["report.json"], Directory.EnumerateFileSystemEntries(run.Final).Select(Path.GetFileName));
        Assert.Equal("{}", File.ReadAllText(Path.Combine(run.Final, "report.json")));
        Assert.Equal(["run-1"], Names());
    }

    [Fact]
    public void Leaves_nothing_when_it_is_given_up()
    {
        using (var run = RunFolder.Begin(ReleaseTo, "run-1")) File.WriteAllText(run.PathOf("data.parquet"), "half");
        Assert.Empty(Names());
    }

    [Fact]
    public void Commits_once()
    {
        using var run = RunFolder.Begin(ReleaseTo, "run-1");
        run.Commit();
        Assert.Throws<InvalidOperationException>(run.Commit);
        Assert.Throws<ObjectDisposedException>(() => run.PathOf("late"));
    }

    [Fact]
    public void Never_overwrites_a_run()
    {
        using (var first = RunFolder.Begin(ReleaseTo, "run-1")) first.Commit();
        Assert.Throws<BadInputException>(() => RunFolder.Begin(ReleaseTo, "run-1"));
        Assert.Equal(["run-1"], Names());
    }

    [Fact]
    public void Does_not_replace_a_run_that_appeared_meanwhile()
    {
        using (var run = RunFolder.Begin(ReleaseTo, "run-1"))
        {
            Directory.CreateDirectory(Path.Combine(ReleaseTo, "run-1"));
            File.WriteAllText(Path.Combine(ReleaseTo, "run-1", "theirs"), "");
            Assert.Throws<BadInputException>(run.Commit);
        }
        Assert.Equal(["run-1"], Names());
        Assert.True(File.Exists(Path.Combine(ReleaseTo, "run-1", "theirs")));
    }

    [Fact]
    public void Refuses_a_name_that_a_living_run_has()
    {
        using var first = RunFolder.Begin(ReleaseTo, "run-1");
        Assert.Throws<BadInputException>(() => RunFolder.Begin(ReleaseTo, "run-1"));
        Assert.True(Directory.Exists(Path.GetDirectoryName(first.PathOf("x"))));
        Assert.Equal([".staging-run-1"], Names());
    }

    [Fact]
    public void Recovers_from_a_process_that_died_and_leaves_living_runs_alone()
    {
        using var living = RunFolder.Begin(ReleaseTo, "living");
        File.WriteAllText(living.PathOf("report.json"), "{}");
        Die("dead-b");
        Die("dead-a");
        Directory.CreateDirectory(Path.Combine(ReleaseTo, ".unborn-1"));
        Assert.Equal(["dead-a", "dead-b"], RunFolder.Recover(ReleaseTo));
        Assert.Empty(RunFolder.Recover(ReleaseTo));
        Assert.Equal([".staging-living"], Names());
        living.Commit();
        using var again = RunFolder.Begin(ReleaseTo, "dead-a");
        again.Commit();
        Assert.Equal(["dead-a", "living"], Names());
    }

    [Fact]
    public void Keeps_a_run_that_became_visible_just_before_the_crash()
    {
        var whole = Path.Combine(ReleaseTo, "run-1");
        Directory.CreateDirectory(whole);
        File.WriteAllText(Path.Combine(whole, ".lock"), "");
        File.WriteAllText(Path.Combine(whole, "data.parquet"), "whole");
        Assert.Empty(RunFolder.Recover(ReleaseTo));
        Assert.Equal(["data.parquet"], Directory.EnumerateFiles(whole).Select(Path.GetFileName));
    }

    [Fact]
    public void Has_nothing_to_recover_where_nothing_ever_ran() => Assert.Empty(RunFolder.Recover(folder.PathOf("nowhere")));

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData(".staging-x")]
    [InlineData("a/b")]
    [InlineData("a b")]
    public void Refuses_a_name_that_is_no_plain_folder_name(string run) => Assert.Throws<BadInputException>(() => RunFolder.Begin(ReleaseTo, run));

    [Theory]
    [InlineData("../escape")]
    [InlineData("..")]
    [InlineData("")]
    [InlineData(".lock")]
    public void Gives_no_path_outside_the_run(string name)
    {
        using var run = RunFolder.Begin(ReleaseTo, "run-1");
        Assert.Throws<ArgumentException>(() => run.PathOf(name));
    }

    [Fact]
    public void Refuses_where_it_cannot_write()
    {
        var blocked = folder.Write("file", "in the way");
        var refused = Assert.Throws<BadInputException>(() => RunFolder.Begin(Path.Combine(blocked, "out"), "run-1"));
        Assert.Contains("write", Assert.Single(refused.Problems).Expected);
    }

    /// <summary>What a process leaves that is killed in the middle of a run: a staging folder whose lock nobody holds.</summary>
    private void Die(string run)
    {
        var staged = Path.Combine(ReleaseTo, ".staging-" + run);
        Directory.CreateDirectory(staged);
        File.WriteAllText(Path.Combine(staged, ".lock"), "");
        File.WriteAllText(Path.Combine(staged, "data.parquet"), "half");
    }

    private IEnumerable<string> Names() => Directory.EnumerateFileSystemEntries(ReleaseTo).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);
}
