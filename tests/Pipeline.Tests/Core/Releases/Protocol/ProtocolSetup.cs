using Pipeline.Core.Releases.Protocol;

namespace Pipeline.Tests.Core.Releases.Protocol;

/// <summary>What may happen in a small world: its size is the bound of an exploration.</summary>
/// <param name="Name">For the table.</param>
internal sealed record ProtocolSetup(string Name)
{
    /// <summary>Runs at once.</summary>
    public int Runs { get; init; } = 1;

    /// <summary>Budgets each run spends.</summary>
    public int Budgets { get; init; } = 1;

    /// <summary>What the gate says.</summary>
    public bool Approves { get; init; } = true;

    /// <summary>People whose approval is needed: 0 or 2.</summary>
    public int Approvals { get; init; }

    /// <summary>People who come to approve, one after the other or at once; the same may come twice.</summary>
    public IReadOnlyList<string> People { get; init; } = [];

    /// <summary>Times that somebody starts anew while others may be alive.</summary>
    public int Starts { get; init; } = 1;

    /// <summary>Times that one process is killed.</summary>
    public int Kills { get; init; } = 1;

    /// <summary>Times that the power fails.</summary>
    public int PowerCuts { get; init; } = 1;

    /// <summary>Times that a run is given up: cancelled, or an act failed.</summary>
    public int GivenUp { get; init; }

    /// <summary>Whether the time for approval may pass.</summary>
    public bool Expires { get; init; }

    /// <summary>Whether somebody may change the file of a run that waits.</summary>
    public bool Tampers { get; init; }

    /// <summary>The worlds every test explores.</summary>
    public static IReadOnlyList<ProtocolSetup> Small { get; } =
    [
        new("one run is approved") { Starts = 2, Kills = 2, PowerCuts = 1, GivenUp = 1 },
        new("one run is refused") { Approves = false, Starts = 2, Kills = 2, PowerCuts = 1, GivenUp = 1 },
        new("one run spends twice") { Budgets = 2, Starts = 1, Kills = 1, PowerCuts = 1, GivenUp = 1 },
        new("two runs at once") { Runs = 2, Starts = 1, Kills = 1, PowerCuts = 1 },
        new("two people approve") { Approvals = 2, People = ["ann", "bob"], Starts = 1, Kills = 1, PowerCuts = 1 },
        new("one person comes twice") { Approvals = 2, People = ["ann", "ann"], Starts = 1, Kills = 1, PowerCuts = 0 },
        new("approval comes late") { Approvals = 2, People = ["ann", "bob"], Starts = 1, Kills = 0, PowerCuts = 0, Expires = true },
        new("a waiting file is changed") { Approvals = 2, People = ["ann", "bob"], Starts = 1, Kills = 0, PowerCuts = 0, Tampers = true },
    ];
}
