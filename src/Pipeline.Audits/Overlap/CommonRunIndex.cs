namespace Pipeline.Audits.Overlap;

/// <summary>The candidate's texts with the hashes of their prefixes, shared by all searchers for common runs.</summary>
public sealed class CommonRunIndex
{
    private readonly ulong[] prefixes;
    private readonly int[] candidateAt;

    /// <summary>Indexes the candidate's texts.</summary>
    public CommonRunIndex(CandidateUnits candidates)
    {
        Candidates = candidates;
        prefixes = new ulong[candidates.Total + 1];
        RollingHash.Prefixes(candidates.All, prefixes);
        candidateAt = new int[candidates.Total];
        for (var c = 0; c < candidates.Count; c++) candidateAt.AsSpan(candidates.StartOf(c), candidates[c].Length).Fill(c);
    }

    /// <summary>The candidate's texts.</summary>
    public CandidateUnits Candidates { get; }

    /// <summary>Bytes that it takes; a searcher takes up to 32 more for each unit.</summary>
    public long Bytes => 8L * prefixes.Length + 4L * candidateAt.Length;

    internal ReadOnlySpan<ulong> Prefixes => prefixes;

    internal int CandidateAt(int place) => candidateAt[place];
}
