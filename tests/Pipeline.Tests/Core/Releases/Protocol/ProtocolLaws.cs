using Pipeline.Core.Releases.Protocol;

namespace Pipeline.Tests.Core.Releases.Protocol;

/// <summary>What must be so at every moment, and once everybody has gone and somebody has started again.</summary>
internal static class ProtocolLaws
{
    /// <summary>The laws, in words, for the table.</summary>
    public static IReadOnlyList<string> Words { get; } =
        [.. Always.Select(law => law.Words), "after the next start every run is over or waits for people, and nothing is left over"];

    private static (string Words, Func<Run, ProtocolSetup, bool> Holds)[] Always =>
    [
        ("a mechanism never runs without a budget of its own in the ledger", (run, _) => run.Mechanisms <= run.Record.Budgets),
        ("no budget is spent twice", (run, setup) => run.Record.Budgets <= setup.Budgets),
        ("a run is released at most once", (run, _) => run.Publications <= 1),
        ("what is visible is whole", (run, setup) => run.Now != Place.Visible || (run.Bundle is Content.Flushed && run.Data == (setup.Approves ? Content.Flushed : Content.None))),
        ("a refused run shows no data", (run, _) => !Shows(run) || run.Record.Phase != Phase.Refused),
        ("visible data is what the ledger named before, on the evidence it was decided on", (run, _) => !Shows(run) || (run.Record is { Phase: Phase.Releasing or Phase.Released, Ruled.Approves: true } && run.Record.Ruled.Evidence == run.DataEvidence && run.Record.Intended?.Evidence == run.DataEvidence)),
        ("visible data has the approvals it needs, from different people, in time", (run, setup) => !Shows(run) || setup.Approvals == 0 || (run.Record is { First: { } first, Second: { } second } && first != second && run.LateConsents == 0)),
        ("what is withdrawn is not visible", (run, _) => run.Record.Phase != Phase.Withdrawn || (run.Now != Place.Visible && run.Durable != Place.Visible)),
        ("what is recorded as released is visible, also after a power cut", (run, _) => run.Record.Phase != Phase.Released || (run.Now == Place.Visible && run.Durable == Place.Visible)),
    ];

    private static bool Shows(Run run) => run.Now == Place.Visible && run.Data != Content.None;

    /// <summary>The first law that a world breaks, or null.</summary>
    public static string? Broken(World world, ProtocolSetup setup) =>
        world.Runs.SelectMany(run => Always.Where(law => !law.Holds(run, setup))).Select(law => law.Words).FirstOrDefault();

    /// <summary>The same after everybody has gone and one more process has started for each run and was left in peace.</summary>
    public static string? BrokenAfterTheNextStart(World world, ProtocolSetup setup)
    {
        const int MostActs = 100;
        var after = world.Clone();
        for (var run = 0; run < after.Runs.Count; run++)
        {
            var starter = after.Start(run);
            for (var acts = 0; after.Moves(starter); acts++)
            {
                if (acts == MostActs) return "recovery does not end";
                after.Step(starter);
                if (Broken(after, setup) is { } broken) return broken;
            }
        }
        return after.Runs.All(IsOver) ? null : Words[^1];
    }

    private static bool IsOver(Run run) => run switch
    {
        { Holder: not World.Free } => false,
        { Now: Place.None } => run.Record.Phase is Phase.Unknown or Phase.Refused or Phase.Withdrawn,
        { Now: Place.Visible, LockFile: false } => run.Record.Phase is Phase.Released or Phase.Refused,
        { Now: Place.Held } => run.Record is { Phase: Phase.Approved, Consented: false },
        _ => false,
    };
}
