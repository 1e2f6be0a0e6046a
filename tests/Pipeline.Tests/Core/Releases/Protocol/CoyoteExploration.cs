using Microsoft.Coyote;
using Microsoft.Coyote.Actors;
using Microsoft.Coyote.SystematicTesting;
using Pipeline.Core.Releases.Protocol;

namespace Pipeline.Tests.Core.Releases.Protocol;

/// <summary>
/// The same world under Microsoft.Coyote: each process is an actor whose acts Coyote schedules, and so is every mishap, so that
/// it comes between any two acts: worlds larger than can be exhausted. Actors work on .NET 10 without rewritten binaries, but
/// Coyote 1.7.11 then does not always keep their handlers apart (threads were seen inside one world at once), so every act
/// is taken under a lock: whatever the order, it is an order of whole acts. Its telemetry is off.
/// </summary>
internal static class CoyoteExploration
{
    private const int MostSteps = 100_000;

    /// <summary>Two runs, six mishaps, four more starts, and people who approve: more than can be exhausted.</summary>
    public static ProtocolSetup Large { get; } = new("two runs, two people, four starts, three kills, two power cuts")
    {
        Runs = 2, Budgets = 2, Approvals = 2, People = ["ann", "bob", "ann", "cyd"], Starts = 4, Kills = 3, PowerCuts = 2, GivenUp = 1, Expires = true,
    };

    /// <summary>The same without people.</summary>
    public static ProtocolSetup LargeWithoutPeople { get; } = Large with { Name = "two runs, four starts, three kills, two power cuts", Approvals = 0, People = [], Expires = false };

    /// <summary>Lets Coyote schedule so many times; it stops at the first broken law.</summary>
    public static (int Schedules, string? Broken) Run(ProtocolSetup setup, ProtocolRules rules, int iterations, uint seed)
    {
        var configuration = Configuration.Create().WithTestingIterations((uint)iterations).WithMaxSchedulingSteps(MostSteps).WithFailureOnMaxStepsBoundEnabled(true).WithRandomGeneratorSeed(seed)
            .WithRandomStrategy().WithTelemetryEnabled(false).WithConsoleLoggingEnabled(false).WithNoBugTraceRepro();
        using var engine = TestingEngine.Create(configuration, (IActorRuntime runtime) => Theatre.Open(runtime, setup, rules));
        engine.Run();
        var report = engine.TestReport;
        if (report.InternalErrors.Count > 0) throw new InvalidOperationException(string.Join(Environment.NewLine, report.InternalErrors));
        return (report.NumOfExploredFairPaths + report.NumOfExploredUnfairPaths, report.NumOfFoundBugs == 0 ? null : report.BugReports.First());
    }

    /// <summary>What the actors of one schedule share.</summary>
    private sealed class Theatre(IActorRuntime runtime, ProtocolSetup setup, ProtocolRules rules)
    {
        private readonly World world = new(setup, rules);
        private int onStage;

        public ProtocolSetup Setup => setup;

        public static void Open(IActorRuntime runtime, ProtocolSetup setup, ProtocolRules rules)
        {
            var theatre = new Theatre(runtime, setup, rules);
            for (var i = 0; i < theatre.world.Workers.Count; i++) theatre.Enter(typeof(Process), i);
            for (var i = 0; i < setup.Starts; i++) theatre.Enter(typeof(Start), i % setup.Runs);
            for (var i = 0; i < setup.Kills; i++) theatre.Enter(typeof(Kill), 0);
            for (var i = 0; i < setup.GivenUp; i++) theatre.Enter(typeof(GiveUp), 0);
            for (var i = 0; i < setup.PowerCuts; i++) theatre.Enter(typeof(PowerCut), 0);
            if (setup.Expires) theatre.Enter(typeof(Expiry), 0);
        }

        public void Enter(Type actor, int number)
        {
            Interlocked.Increment(ref onStage);
            runtime.CreateActor(actor, new Cue(this, number));
        }

        /// <summary>One act, whole, and the first law that is broken then.</summary>
        public (bool Again, string? Broken) Take(Func<World, bool> act)
        {
            lock (world)
            {
                var again = act(world);
                return (again, ProtocolLaws.Broken(world, setup));
            }
        }

        /// <summary>The last one to leave looks whether everything is as it should be after the next start.</summary>
        public string? Leave()
        {
            lock (world) return Interlocked.Decrement(ref onStage) == 0 ? ProtocolLaws.BrokenAfterTheNextStart(world, setup) : null;
        }
    }

    private sealed class Cue(Theatre theatre, int number) : Event
    {
        public Theatre Theatre { get; } = theatre;

        public int Number { get; } = number;
    }

    [OnEventDoAction(typeof(Cue), nameof(OnCue))]
    private abstract class Player : Actor
    {
        protected override Task OnInitializeAsync(Event initialEvent)
        {
            SendEvent(Id, initialEvent);
            return Task.CompletedTask;
        }

        private void OnCue(Event cue)
        {
            var (theatre, number) = (((Cue)cue).Theatre, ((Cue)cue).Number);
            // Coyote may turn to another actor where a number is drawn, so all are drawn before the act.
            var (again, broken) = Draw(theatre.Setup, number) is { } act ? theatre.Take(act) : (true, null);
            Law(broken);
            if (again)
            {
                SendEvent(Id, cue);
                return;
            }
            After(theatre);
            Law(theatre.Leave());
            RaiseHaltEvent();
        }

        private void Law(string? broken) => Assert(broken is null, broken);

        /// <summary>What it does now, and whether it comes again afterwards; null when it waits.</summary>
        protected abstract Func<World, bool>? Draw(ProtocolSetup setup, int number);

        /// <summary>What follows its last act.</summary>
        protected virtual void After(Theatre theatre)
        {
        }

        /// <summary>Most of the time a mishap waits, so that it comes late as often as early.</summary>
        protected bool Waits() => RandomInteger(8) > 0;

        protected static Func<World, bool> Once(Action<World> act) => world =>
        {
            act(world);
            return false;
        };
    }

    private sealed class Process : Player
    {
        protected override Func<World, bool> Draw(ProtocolSetup setup, int number) => world =>
        {
            if (!world.Moves(number)) return false;
            world.Step(number);
            return true;
        };
    }

    private sealed class Start : Player
    {
        private int started;

        protected override Func<World, bool>? Draw(ProtocolSetup setup, int number) => Waits() ? null : Once(world => started = world.Start(number));

        protected override void After(Theatre theatre) => theatre.Enter(typeof(Process), started);
    }

    private sealed class Kill : Player
    {
        protected override Func<World, bool>? Draw(ProtocolSetup setup, int number)
        {
            if (Waits()) return null;
            var victim = RandomInteger(setup.Runs + setup.People.Count + setup.Starts);
            return Once(world => world.Kill(victim % world.Workers.Count));
        }
    }

    private sealed class GiveUp : Player
    {
        protected override Func<World, bool>? Draw(ProtocolSetup setup, int number)
        {
            if (Waits()) return null;
            var worker = RandomInteger(setup.Runs);
            return Once(world =>
            {
                if (world.Workers[worker] is { Alive: true, State.Role: Role.Running }) world.GiveUp(worker);
            });
        }
    }

    private sealed class PowerCut : Player
    {
        protected override Func<World, bool>? Draw(ProtocolSetup setup, int number)
        {
            if (Waits()) return null;
            var namesLast = RandomBoolean();
            return Once(world => world.CutPower(namesLast));
        }
    }

    private sealed class Expiry : Player
    {
        protected override Func<World, bool>? Draw(ProtocolSetup setup, int number) => Waits() ? null : Once(world => world.Expire());
    }
}
