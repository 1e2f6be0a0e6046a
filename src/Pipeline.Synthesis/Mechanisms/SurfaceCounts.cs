using Pipeline.Core.Corpora;
using Pipeline.Synthesis.Style;

namespace Pipeline.Synthesis.Mechanisms;

/// <summary>
/// The computation of <see cref="NoisySurfaceStyle"/>, apart from the question of whose texts it is done on: the mechanism opens
/// private ones and is paid for, <see cref="ShadowStyle"/> takes made-up ones.
/// </summary>
internal sealed class SurfaceCounts(INoisySum bounded, int recordsPerUnit, INoiseSource noise)
{
    /// <summary>The noisy counts of opened texts.</summary>
    public double[] Of(Corpus opened, CancellationToken cancellation)
    {
        var sum = new long[SurfaceKinds.Count];
        var unit = new double[SurfaceKinds.Count];
        foreach (var own in UnitRecords.Limit([.. opened.Records.Select(record => record.Unit)], recordsPerUnit, noise))
        {
            cancellation.ThrowIfCancellationRequested();
            Array.Clear(unit);
            foreach (var i in own)
                foreach (var kind in SurfaceKinds.Of(opened.Records[i].Text)) unit[kind]++;
            bounded.Add(sum, unit);
        }
        return bounded.Release(sum, noise, cancellation);
    }
}
