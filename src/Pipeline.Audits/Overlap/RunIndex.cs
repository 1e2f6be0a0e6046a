namespace Pipeline.Audits.Overlap;

/// <summary>Some of the candidate's texts in one suffix automaton, past which source texts are streamed.</summary>
internal sealed class RunIndex
{
    private readonly CandidateUnits candidates;

    public RunIndex(CandidateUnits candidates, IReadOnlyList<int> which)
    {
        this.candidates = candidates;
        Which = which;
        foreach (var candidate in which) Automaton.Add(candidates[candidate]);
        FromLongest = Automaton.FromLongest();
    }

    public SuffixAutomaton Automaton { get; } = new();

    /// <summary>The candidate texts in it.</summary>
    public IReadOnlyList<int> Which { get; }

    /// <summary>Its states but the root, those of the longest substrings first.</summary>
    public int[] FromLongest { get; }

    public long Bytes => Automaton.Bytes + 4L * FromLongest.Length;

    public ReadOnlySpan<int> Text(int candidate) => candidates[candidate];
}
