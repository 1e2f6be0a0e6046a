using System.Collections.Concurrent;

namespace Pipeline.Audits.Overlap;

/// <summary>The candidate's texts in one suffix automaton, shared by all searchers.</summary>
public sealed class CommonRunIndex
{
    private readonly ConcurrentDictionary<int, SeedFilter> filters = new();

    /// <summary>Builds the automaton.</summary>
    public CommonRunIndex(CandidateUnits candidates)
    {
        Candidates = candidates;
        All = new RunIndex(candidates, [.. Enumerable.Range(0, candidates.Count)]);
    }

    /// <summary>The candidate's texts.</summary>
    public CandidateUnits Candidates { get; }

    /// <summary>Bytes that the automaton takes; a search of it takes 24 more for each of its <see cref="States"/>.</summary>
    public long Bytes => All.Bytes + filters.Values.Sum(filter => filter.Bytes);

    /// <summary>States of the automaton, at most two for each unit.</summary>
    public int States => All.Automaton.States;

    internal RunIndex All { get; }

    internal SeedFilter FilterOf(int least) => filters.GetOrAdd(least, length => new SeedFilter(Candidates, length));
}
