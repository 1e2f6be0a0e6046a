namespace Pipeline.Audits.Overlap;

/// <summary>Some of the candidate's texts in one suffix automaton, past which source texts are streamed.</summary>
public sealed class RunIndex
{
    private readonly CandidateUnits candidates;

    /// <summary>Builds the automaton of these candidate texts.</summary>
    public RunIndex(CandidateUnits candidates, IReadOnlyList<int> which)
    {
        this.candidates = candidates;
        Which = which;
        foreach (var candidate in which) Automaton.Add(candidates[candidate]);
        FromLongest = Automaton.FromLongest();
    }

    internal SuffixAutomaton Automaton { get; } = new();

    /// <summary>The candidate texts in it.</summary>
    public IReadOnlyList<int> Which { get; }

    /// <summary>Its states but the root, those of the longest substrings first.</summary>
    internal int[] FromLongest { get; }

    /// <summary>Bytes that it takes.</summary>
    public long Bytes => Automaton.Bytes + 4L * FromLongest.Length;

    internal ReadOnlySpan<int> Text(int candidate) => candidates[candidate];
}
