using Pipeline.Cli.Display;
using Pipeline.Cli.Running;
using Pipeline.Cli.Running.Flows;
using Pipeline.Core;
using Pipeline.Core.Corpora;
using Pipeline.Core.Flows;
using Pipeline.Core.Ledgers;
using Pipeline.Core.Plans;
using Pipeline.Core.Policies;
using Pipeline.Core.Privacy;
using Pipeline.Data.Keys;
using Pipeline.Data.Ledgers;
using Pipeline.Data.Sources;
using Pipeline.Formal.Flows;
using Pipeline.Synthesis.Features;
using Pipeline.Synthesis.Mechanisms;

namespace Pipeline.Cli.Planning;

/// <summary>Works out what a run would do. Reads the source for its counts, spends nothing and writes no run.</summary>
internal sealed class Planner(PipelineFile file, StateFolder state, IRunDisplay display)
{
    /// <summary>Makes the plan.</summary>
    /// <exception cref="Core.Inputs.BadInputException">Something a person gave us cannot be used.</exception>
    public RunPlan Make(CancellationToken cancellation)
    {
        var assumed = CostAssumptions.FromEnvironment();
        var key = InstallationKey.LoadOrCreate(state.Key);
        var ledger = new Ledger(new SqliteLedgerStore(state.Ledger), TimeProvider.System);
        var intake = display.Stage("Read the source", progress => Ingest.Read(SourceRequests.From(file, key), progress, cancellation));
        var rates = Rates(cancellation);
        var claims = Claims(rates.Width);
        var before = ledger.Budget(intake.Source);
        var after = before.With(claims);
        var work = WorkEstimate.Of(file, intake.Profile.Records, intake.Profile.Characters.Mean, rates.CharactersPerToken);
        var asked = file.Policy.AskedOf(RunPlan.CaseOf(file, intake.Profile), TimeProvider.System.GetUtcNow());
        var verdicts = Judge(asked, claims, after, intake.Profile.TrainingUnits);
        var budget = new FlowBudget(file.Privacy.Epsilon, file.Privacy.Delta, file.Source.Unit ?? "record", file.Privacy.Neighbours,
            [.. verdicts.Where(verdict => !verdict.Holds).Select(verdict => verdict.Because)]);
        return new RunPlan(file, intake.Profile, claims, new PlannedSpending(before, after), verdicts, new PlannedCost(work, rates, rates.Seconds(work), assumed))
        {
            Required = asked,
            Flow = FlowProver.Prove(RunFlow.Of(file, claims), budget),
        };
    }

    /// <summary>The mechanisms plan their noise without private data, so an empty sealed value stands in for it here.</summary>
    private List<PrivacyClaim> Claims(int width)
    {
        var (unit, labels) = (file.Source.Unit ?? "record", file.Task.Labels.Select(label => label.Name).ToList());
        var (noise, nobody) = (new OperatingSystemNoise(), Private.Seal(new Corpus([])));
        if (file.Synthesis.Method == SynthesisMethod.CopyingControl) return [new CopyingControl(nobody, labels, file.Synthesis.Texts, unit, noise).Claim];
        if (file.Synthesis.Method is SynthesisMethod.ZeroShot or SynthesisMethod.FewShot) return [new PublicOnly([], unit, file.Privacy.Neighbours).Claim];
        var privacy = Spending.Asked(file) with { StyleShare = file.Privacy.StyleShare ?? 0 };
        var shape = new PathShape(labels.Count, FeatureMap.DirectionsFor(labels.Count, WorkEstimate.Usable(file), width) + 1);
        var path = new PathPlan(privacy, shape, noise.Origin).Claim;
        return privacy.StyleShare > 0 ? [new NoisySurfaceStyle(nobody, privacy, shape, noise).Claim, path] : [path];
    }

    /// <summary>As the gate would judge them: one claim by itself, and all releases by the ledger's total.</summary>
    private static List<PlannedVerdict> Judge(IReadOnlyList<Requirement> asked, List<PrivacyClaim> claims, SpentBudget after, int units) =>
    [
        .. asked.OfType<GuaranteeRequirement>().Select(required =>
        {
            var delta = required.Delta ?? (units > 0 ? 1.0 / units : 0);
            if (required.Cumulative)
            {
                var total = after.EpsilonAt(delta);
                return new PlannedVerdict(required, total <= required.Epsilon, $"With this run, {after.Runs} mechanism runs on this source: epsilon {total:G4} at delta {delta:G4}.");
            }
            // Several mechanisms share the budget that the file asks for; the gate judges them composed.
            var (epsilon, reached) = Composition.Of(claims) is { } together ? (together.Epsilon, together.Delta) : (double.PositiveInfinity, 1);
            return new PlannedVerdict(required, epsilon <= required.Epsilon && reached <= delta, $"It would prove epsilon {epsilon:G4} at delta {reached:G4}; allowed delta {delta:G4}.");
        }),
    ];

    private Calibration Rates(CancellationToken cancellation)
    {
        var store = new CalibrationStore(state.Calibrations);
        var key = CalibrationStore.Key(Digest.OfFile(file.Synthesis.Model), file.Synthesis.Device.ToString());
        if (store.Find(key) is { } known) return known;
        var measured = display.Stage("Measure this machine", progress => Calibration.Measure(file, progress, cancellation));
        store.Keep(key, measured);
        return measured;
    }
}
