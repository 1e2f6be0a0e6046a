using Pipeline.Core.Evidence;
using Pipeline.Core.Ledgers;
using Pipeline.Core.Plans;
using Pipeline.Data.Sources;
using Pipeline.Synthesis.Proposals;

namespace Pipeline.Cli.Running;

/// <summary>What a method of synthesis works with.</summary>
/// <param name="File">The pipeline file.</param>
/// <param name="Run">The run's name.</param>
/// <param name="Intake">The sealed source.</param>
/// <param name="Ledger">Where budgets are spent.</param>
/// <param name="Stages">Runs, shows and times stages.</param>
/// <param name="Cancellation">Ctrl-C.</param>
internal sealed record RunContext(PipelineFile File, string Run, Intake Intake, Ledger Ledger, StageClock Stages, CancellationToken Cancellation)
{
    /// <summary>Index of a label in the task's list.</summary>
    public IReadOnlyList<string> Labels { get; } = [.. File.Task.Labels.Select(label => label.Name)];

    /// <summary>Every prompt the model was given, in order.</summary>
    public List<Prompt> Prompts { get; } = [];

    /// <summary>One attack for every mechanism that adds noise; they run with the audits.</summary>
    public List<IMechanismAttack> Attacks { get; } = [];

    /// <summary>The canaries of the run, and what mechanisms learn from.</summary>
    public Planting Planting { get; } = Planting.Of(File, Intake, Cancellation);

    /// <summary>The run's budget.</summary>
    public Spending Spending { get; } = new();
}
