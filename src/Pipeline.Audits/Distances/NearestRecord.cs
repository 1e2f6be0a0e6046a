using System.Runtime.InteropServices;

namespace Pipeline.Audits.Distances;

/// <summary>How far two vectors are apart.</summary>
public enum VectorDistance
{
    /// <summary>|a - b|.</summary>
    Euclidean,

    /// <summary>1 - a.b / (|a| |b|); below 1e-12 it is 0. Of one zero vector 1, of two 0: they are the same record.</summary>
    Cosine,
}

/// <summary>The nearest record of a list and the one after it.</summary>
/// <param name="Distance">Distance to closest record (DCR).</param>
/// <param name="Index">Which it is; the lowest of those as near.</param>
/// <param name="Second">Distance to the next, or NaN where the list holds one record only.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct NearestRecord(double Distance, int Index, double Second)
{
    /// <summary>
    /// Nearest-neighbour distance ratio (NNDR): 1 in a crowd, near 0 beside one record and far from all others. 0 whenever the nearest is
    /// at no distance, so that a copy never looks safe though the list holds it twice; NaN where there is no second.
    /// </summary>
    public double Ratio => double.IsNaN(Second) ? double.NaN : Distance == 0 ? 0 : Distance / Second;
}
