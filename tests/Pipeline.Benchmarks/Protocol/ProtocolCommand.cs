using System.CommandLine;
using System.Diagnostics;
using Pipeline.Tests.Core.Releases.Protocol;

namespace Pipeline.Benchmarks.Protocol;

/// <summary><c>protocol</c>: the release protocol under many thousands of Coyote's schedules and in small worlds of larger bounds.</summary>
internal static class ProtocolCommand
{
    public static Command Create()
    {
        var schedules = new Option<int>("--schedules") { Description = "Coyote schedules of each large world.", DefaultValueFactory = _ => 5_000 };
        var seed = new Option<uint>("--seed") { Description = "Coyote's seed.", DefaultValueFactory = _ => 1 };
        var command = new Command("protocol", "Explores the release protocol: exhaustively in small worlds of larger bounds, by Coyote in large ones; mutants too.") { schedules, seed };
        command.SetAction(parsed => Run(parsed.GetValue(schedules), parsed.GetValue(seed)));
        return command;
    }

    private static int Run(int schedules, uint seed)
    {
        var clock = Stopwatch.StartNew();
        var broken = 0;
        ProtocolSetup[] larger = [.. ProtocolSetup.Small.Select(setup => setup with { Kills = setup.Kills + 1, Starts = setup.Starts + 1 })];
        foreach (var setup in larger)
        {
            var found = Explorer.Run(setup, ProtocolRules.Real);
            if (found.Broken is not null) broken++;
            Console.WriteLine($"explored '{setup.Name}' with one more kill and start: {found.Worlds:N0} worlds, {found.Steps:N0} steps, {found.Crashes:N0} crash points, {found.Broken ?? "every law holds"} {found.Schedule} [{clock.Elapsed.TotalSeconds:N0} s]");
        }
        // Coyote writes its own progress to the console.
        foreach (var setup in new[] { CoyoteExploration.Large, CoyoteExploration.LargeWithoutPeople })
        {
            var (tried, law) = CoyoteExploration.Run(setup, ProtocolRules.Real, schedules, seed);
            if (law is not null) broken++;
            Console.WriteLine($"Coyote, {setup.Name}: {tried:N0} schedules, {law ?? "every law holds"} [{clock.Elapsed.TotalSeconds:N0} s]");
        }
        foreach (var mutant in ProtocolRules.Mutants)
        {
            var (tried, law) = CoyoteExploration.Run(CoyoteExploration.LargeWithoutPeople, mutant, schedules, seed);
            if (law is null) (tried, law) = CoyoteExploration.Run(CoyoteExploration.Large, mutant, schedules, seed);
            Console.WriteLine($"Coyote, a protocol that {mutant.Name}: {(law is null ? $"not caught in {tried:N0} schedules" : $"caught in schedule {tried:N0}: {law}")} [{clock.Elapsed.TotalSeconds:N0} s]");
        }
        return broken == 0 ? 0 : 1;
    }
}
