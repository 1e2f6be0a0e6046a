using Pipeline.Audits;
using Pipeline.Core.Canaries;
using Pipeline.Core.Corpora;
using Pipeline.Core.Plans;
using Pipeline.Core.Privacy;
using Pipeline.Data.Sources;
using Pipeline.Synthesis.Attacks;
using Pipeline.Synthesis.Canaries;
using Pipeline.Synthesis.Matching;
using Pipeline.Synthesis.Mechanisms;

namespace Pipeline.Cli.Running;

/// <summary>
/// The canaries of a run. Mechanisms learn from the records with those that were put in; audits of the source go on to measure
/// against the records as they are.
/// </summary>
internal sealed class Planting
{
    private readonly double delta;
    private double[]? scores;

    private Planting(PlantedCanaries canaries, Private<Corpus> learned, double delta) => (Canaries, Learned, this.delta) = (canaries, learned, delta);

    /// <summary>All of them, put in or left out; none where the file plants none.</summary>
    public PlantedCanaries Canaries { get; }

    /// <summary>What mechanisms learn from.</summary>
    public Private<Corpus> Learned { get; }

    /// <summary>Plants what the file asks for.</summary>
    public static Planting Of(PipelineFile file, Intake intake, CancellationToken cancellation)
    {
        if (file.Canaries is not { } plan) return new Planting(PlantedCanaries.None, intake.Training, file.Privacy.Delta);
        var noise = new OperatingSystemNoise();
        var canaries = CanaryBook.Write(file.Task, plan, noise);
        return new Planting(canaries, new PlantCanaries(canaries, noise).Apply(intake.Training, cancellation), file.Privacy.Delta);
    }

    /// <summary>Remembers what the released target says of them.</summary>
    /// <param name="target">The target: public.</param>
    /// <param name="plan">Its plan.</param>
    /// <param name="phi">Their feature vectors.</param>
    /// <param name="labels">The task's labels, in order.</param>
    public void Look(GradientTarget target, PathPlan plan, double[][] phi, IReadOnlyList<string> labels) =>
        scores = phi.Length == 0 ? null : CanaryScores.Of(target, plan, phi, [.. Canaries.All.Select(canary => labels.Index().First(label => label.Item == canary.Label).Index)]);

    /// <summary>The audit that looks for them; null where there are none.</summary>
    public CanaryAudit? Audit() => Canaries.All.Count == 0 ? null : new CanaryAudit(new PlantedInputs(Canaries, Learned, delta, scores));
}
