using System.Text;
using Pipeline.Tests.Core.Releases.Protocol;

namespace Pipeline.Tests.Data.Faults;

/// <summary>The protocol on the real disk and the real SQLite: one fault of each kind at every change either of them makes.</summary>
public sealed class FaultTests
{
    private static readonly Lazy<IReadOnlyDictionary<(bool Approves, Fault Fault), int>> All = new(() =>
    {
        var counts = new Dictionary<(bool, Fault), int>();
        foreach (var fault in Enum.GetValues<Fault>())
        {
            counts[(true, fault)] = At(true, fault);
            // Refusal is the shorter way along the same acts: the deadly faults are tried at each, the others on the longer way alone.
            if (fault >= Fault.Kill) counts[(false, fault)] = At(false, fault);
        }
        return counts;
    });

    /// <summary>After every so many faults a whole run is made on what was left.</summary>
    private const int TriesAgain = 10;

    /// <summary>Every point of a run that nothing happens to.</summary>
    private static List<string> Points(bool approves)
    {
        using var place = new FaultCase(approves);
        var plan = new FaultPlan(null, 0);
        Assert.Null(place.Check(plan));
        return plan.Points;
    }

    private static int At(bool approves, Fault fault)
    {
        var points = Points(approves);
        var broken = new List<string>();
        for (var at = 0; at < points.Count; at++)
        {
            using var place = new FaultCase(approves);
            if (place.Check(new FaultPlan(fault, at), again: at % TriesAgain == 0) is { } wrong) broken.Add($"{fault} at {at}, {points[at]}: {wrong}");
        }
        Assert.True(broken.Count == 0, string.Join('\n', broken));
        return points.Count;
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Whatever_goes_wrong_wherever_the_next_start_puts_right(bool approves)
    {
        var counted = All.Value.Where(pair => pair.Key.Approves == approves).ToList();
        Assert.NotEmpty(counted);
        foreach (var ((_, fault), count) in counted) TestContext.Current.TestOutputHelper!.WriteLine($"{fault}: {count} fault points");
    }

    [Theory]
    [InlineData(nameof(Fault.PowerCutNamesLast), "half of|not the one")]
    [InlineData(nameof(Fault.PowerCut), "nobody sees|forgotten")]
    public void A_run_that_flushes_nothing_is_seen_to_break_the_laws(string fault, string how)
    {
        var wrong = Enumerable.Range(0, Points(approves: true).Count).Select(at =>
        {
            using var place = new FaultCase(approves: true, careless: true);
            return place.Check(again: false, plan: new FaultPlan(Enum.Parse<Fault>(fault), at));
        }).FirstOrDefault(wrong => wrong is not null);
        Assert.Matches(how, wrong);
    }

    [Fact]
    public void Every_write_flush_and_rename_of_disk_and_ledger_is_a_fault_point()
    {
        var points = Points(approves: true);
        string[] expected = ["create data.parquet", "write data.parquet", "flush data.parquet", "flush evidence.dsse.json", "rename hidden folder to visible folder", "flush folder of runs", "write ledger", "write ledger's journal", "flush ledger", "delete ledger's journal"];
        Assert.All(expected, point => Assert.Contains(point, points));
    }

    [Fact]
    public void The_page_counts_the_fault_points()
    {
        var text = new StringBuilder("| one fault at every change | an approved run, fault points | a refused run, fault points |\n|---|---|---|\n");
        foreach (var fault in Enum.GetValues<Fault>()) text.Append($"| {Words(fault)} | {All.Value[(true, fault)]} | {(All.Value.TryGetValue((false, fault), out var refused) ? refused : "-")} |\n");
        GeneratedPage.Check("formal-checks-protocol.md", "faults", text.ToString());
    }

    private static string Words(Fault fault) => fault switch
    {
        Fault.Fails => "the change fails",
        Fault.FailsAfterwards => "the change is made and reported as failed",
        Fault.Tears => "half of the bytes are written, then an error",
        Fault.DiskFull => "the disk is full from here on",
        Fault.Kill => "the process is killed in the middle of it",
        Fault.PowerCut => "the power fails; what was not flushed is lost",
        _ => "the power fails; unflushed names last, unflushed bytes do not",
    };
}
