using System.Runtime.InteropServices;

namespace Pipeline.Audits.Statistics;

/// <summary>
/// How exposed a canary is among everything it could have been (Carlini et al., "The Secret Sharer", 2019): log2 of the number of
/// candidates, the canary included, less log2 of its rank by perplexity. Golden values: statistics.json, <c>exposure</c>.
/// </summary>
/// <param name="Candidates">How many there are, the canary included.</param>
/// <param name="BestRank">Its rank when ties go in its favour, the first being 1.</param>
/// <param name="WorstRank">Its rank when ties go against it.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Exposure(int Candidates, int BestRank, int WorstRank)
{
    /// <summary>Ranks a canary among the others; a lower perplexity ranks higher.</summary>
    public static Exposure Of(double canary, IReadOnlyCollection<double> others) =>
        new(others.Count + 1, 1 + others.Count(other => other < canary), 1 + others.Count(other => other <= canary));

    /// <summary>The rank between the two.</summary>
    public double MiddleRank => (BestRank + WorstRank) / 2.0;

    /// <summary>The exposure in bits that a gate should use: ties count as exposed.</summary>
    public double Bits => At(BestRank);

    /// <summary>The exposure in bits at a rank.</summary>
    public double At(double rank) => Math.Log2(Candidates) - Math.Log2(rank);
}
