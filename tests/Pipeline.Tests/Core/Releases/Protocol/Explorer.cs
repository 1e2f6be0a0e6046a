namespace Pipeline.Tests.Core.Releases.Protocol;

/// <summary>What an exploration came to.</summary>
/// <param name="Worlds">Different worlds reached.</param>
/// <param name="Steps">Steps taken between them.</param>
/// <param name="Crashes">Steps that were a kill or a power cut: crash points.</param>
/// <param name="Broken">The first law found broken, or null.</param>
/// <param name="Schedule">What led there.</param>
internal sealed record Exploration(int Worlds, int Steps, int Crashes, string? Broken, string Schedule);

/// <summary>
/// Tries every order of acts, every crash point and every chance within a setup's bounds: breadth first, each world once, so a
/// broken law comes with one of the shortest ways there.
/// </summary>
internal static class Explorer
{
    private readonly record struct Budget(int Starts, int Kills, int PowerCuts, int GivenUp, bool Expires, bool Tampers);

    private sealed record Node(World World, Budget Left, Node? Before, string By);

    public static Exploration Run(ProtocolSetup setup, ProtocolRules rules)
    {
        var first = new Node(new World(setup, rules), new Budget(setup.Starts, setup.Kills, setup.PowerCuts, setup.GivenUp, setup.Expires, setup.Tampers), null, "start");
        var seen = new HashSet<(string, Budget)> { (first.World.Key(), first.Left) };
        var open = new Queue<Node>([first]);
        var (steps, crashes) = (0, 0);
        while (open.TryDequeue(out var node))
        {
            if (node.World.Workers.All(worker => !worker.Alive) && ProtocolLaws.BrokenAfterTheNextStart(node.World, setup) is { } late) return Found(late, node);
            foreach (var (world, left, by, crash) in Moves(node))
            {
                steps++;
                if (crash) crashes++;
                if (!seen.Add((world.Key(), left))) continue;
                var next = new Node(world, left, node, by);
                if (ProtocolLaws.Broken(world, setup) is { } broken) return Found(broken, next);
                open.Enqueue(next);
            }
        }
        return new Exploration(seen.Count, steps, crashes, null, "");

        Exploration Found(string broken, Node node) => new(seen.Count, steps, crashes, broken, Way(node));
    }

    private static IEnumerable<(World World, Budget Left, string By, bool Crash)> Moves(Node node)
    {
        var (world, left) = (node.World, node.Left);
        for (var i = 0; i < world.Workers.Count; i++)
        {
            if (!world.Moves(i)) continue;
            var worker = i;
            yield return (With(moved => moved.Step(worker)), left, $"{worker} acts", false);
            if (left.Kills > 0) yield return (With(moved => moved.Kill(worker)), left with { Kills = left.Kills - 1 }, $"{worker} is killed", true);
            if (left.GivenUp > 0 && world.Workers[worker].State.Role == Pipeline.Core.Releases.Protocol.Role.Running)
                yield return (With(moved => moved.GiveUp(worker)), left with { GivenUp = left.GivenUp - 1 }, $"{worker} gives up", false);
        }
        if (left.PowerCuts > 0)
        {
            yield return (With(moved => moved.CutPower(namesLast: true)), left with { PowerCuts = left.PowerCuts - 1 }, "power cut, names last", true);
            yield return (With(moved => moved.CutPower(namesLast: false)), left with { PowerCuts = left.PowerCuts - 1 }, "power cut", true);
        }
        for (var run = 0; left.Starts > 0 && run < world.Runs.Count; run++)
        {
            var of = run;
            yield return (With(moved => moved.Start(of)), left with { Starts = left.Starts - 1 }, $"somebody looks after run {of}", false);
        }
        if (left.Expires) yield return (With(moved => moved.Expire()), left with { Expires = false }, "the time passes", false);
        if (left.Tampers && world.CanTamper) yield return (With(moved => moved.Tamper()), left with { Tampers = false }, "the file is changed", false);

        World With(Action<World> move)
        {
            var moved = world.Clone();
            move(moved);
            return moved;
        }
    }

    private static string Way(Node? node)
    {
        var way = new Stack<string>();
        for (; node is not null; node = node.Before) way.Push(node.By);
        return string.Join(", ", way);
    }
}
