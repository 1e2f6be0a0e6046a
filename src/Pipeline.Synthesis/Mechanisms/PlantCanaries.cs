using Pipeline.Core.Canaries;
using Pipeline.Core.Corpora;
using Pipeline.Core.Privacy;

namespace Pipeline.Synthesis.Mechanisms;

/// <summary>
/// Puts each canary among the private records if its fair coin says so. The coins fall here and are kept nowhere else: what comes
/// out is sealed, and mechanisms treat a canary as any other unit.
/// </summary>
/// <param name="canaries">The canaries.</param>
/// <param name="coins">Random bits of the coins.</param>
public sealed class PlantCanaries(PlantedCanaries canaries, INoiseSource coins) : PrivateTransformation<Corpus, Corpus>
{
    /// <inheritdoc/>
    protected override Corpus Transform(Corpus opened, CancellationToken cancellation) => new(
        [.. opened.Records, .. canaries.All.Where(_ => coins.Coin()).Select(canary => new SourceRecord(canary.Unit, canary.Unit, canary.Label, canary.Text))]);
}
