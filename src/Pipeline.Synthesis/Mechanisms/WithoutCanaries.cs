using Pipeline.Core.Canaries;
using Pipeline.Core.Corpora;
using Pipeline.Core.Privacy;

namespace Pipeline.Synthesis.Mechanisms;

/// <summary>Leaves the canaries' vectors out again, for audits that measure against the source as it is.</summary>
/// <param name="canaries">The canaries.</param>
public sealed class WithoutCanaries(PlantedCanaries canaries) : PrivateTransformation<LabelledVectors, LabelledVectors>
{
    private readonly HashSet<string> units = [.. canaries.All.Select(canary => canary.Unit)];

    /// <inheritdoc/>
    protected override LabelledVectors Transform(LabelledVectors opened, CancellationToken cancellation)
    {
        int[] kept = [.. Enumerable.Range(0, opened.Count).Where(i => !units.Contains(opened.Units[i]))];
        return new LabelledVectors([.. kept.Select(i => opened.Vectors[i])], [.. kept.Select(i => opened.Labels[i])], [.. kept.Select(i => opened.Units[i])]);
    }
}
