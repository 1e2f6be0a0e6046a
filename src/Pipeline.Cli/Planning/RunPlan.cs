using Pipeline.Cli.Running;
using Pipeline.Core.Flows;
using Pipeline.Core.Ledgers;
using Pipeline.Core.Plans;
using Pipeline.Core.Policies;
using Pipeline.Core.Privacy;
using Pipeline.Core.Releases;
using Pipeline.Data.Sources;

namespace Pipeline.Cli.Planning;

/// <summary>What a run would do, before it does: nothing here was spent, and no private text was opened for it.</summary>
/// <param name="File">The pipeline file.</param>
/// <param name="Source">Counts of the source, as a report shows them.</param>
/// <param name="Claims">What the run's mechanisms would prove.</param>
/// <param name="Spent">What the ledger holds for the source, and what it would hold after the run.</param>
/// <param name="Asked">The policy's requirements on privacy, judged ahead.</param>
/// <param name="Cost">What the run would cost.</param>
internal sealed record RunPlan(
    PipelineFile File, SourceProfile Source, IReadOnlyList<PrivacyClaim> Claims, PlannedSpending Spent, IReadOnlyList<PlannedVerdict> Asked, PlannedCost Cost)
{
    /// <summary>What the gate knows of the case besides the evidence and the ledger.</summary>
    public CaseFacts Case { get; } = CaseOf(File, Source);

    /// <summary>What the policy asks of this case today.</summary>
    public IReadOnlyList<Requirement> Required { get; init; } = [];

    /// <summary>What was proved of its flow.</summary>
    public required FlowProof Flow { get; init; }

    /// <summary>Whether the policy is written for such a case.</summary>
    public bool PolicyFits => File.Policy.Scope.Contains(Case) == true && Required.Count > 0;

    /// <summary>The case of a pipeline file, without what the ledger holds.</summary>
    public static CaseFacts CaseOf(PipelineFile file, SourceProfile source) =>
        new(file.Source.Classification, source.TrainingUnits, null) { Purpose = file.Release.Purpose, Recipient = file.Release.Recipient };

    /// <summary>Whether the gate is sure to refuse the run.</summary>
    public bool SureToBeRefused => !PolicyFits || !Flow.Holds || Asked.Any(verdict => !verdict.Holds);
}

/// <summary>The budget spent on the source.</summary>
/// <param name="Before">What the ledger holds.</param>
/// <param name="After">The same with this run.</param>
internal sealed record PlannedSpending(SpentBudget Before, SpentBudget After);

/// <summary>A requirement that can be judged before the run.</summary>
/// <param name="Requirement">The requirement.</param>
/// <param name="Holds">Whether it would hold.</param>
/// <param name="Because">Why, in a sentence.</param>
internal sealed record PlannedVerdict(Requirement Requirement, bool Holds, string Because);

/// <summary>The estimate.</summary>
/// <param name="Work">Counts.</param>
/// <param name="Rates">How fast this machine is.</param>
/// <param name="Seconds">Time of the model's work; audits and matching add some seconds.</param>
/// <param name="Assumed">What energy and price rest on.</param>
internal sealed record PlannedCost(WorkEstimate Work, Calibration Rates, double Seconds, CostAssumptions Assumed)
{
    private const double SecondsPerHour = 3600;

    /// <summary>Energy with every core busy.</summary>
    public double WattHours => Seconds * Environment.ProcessorCount * Assumed.WattsPerCore / SecondsPerHour;

    /// <summary>Price of the run.</summary>
    public double Price => Seconds * Assumed.PricePerHour / SecondsPerHour;
}
