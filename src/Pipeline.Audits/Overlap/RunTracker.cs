using System.Runtime.InteropServices;

namespace Pipeline.Audits.Overlap;

/// <summary>What one thread saw of an automaton's substrings in source texts. With a filter it sees only runs of the filter's length.</summary>
public sealed class RunTracker
{
    private readonly RunIndex index;
    private readonly SeedFilter? filter;
    private readonly Sighting[] first; // per state: when any of its substrings was first seen
    private readonly Sighting[] longest; // per state: the longest of its substrings that was seen, and when first

    /// <summary>A tracker that has seen nothing yet.</summary>
    /// <param name="index">The automaton.</param>
    /// <param name="filter">What to pass over; null passes over nothing.</param>
    public RunTracker(RunIndex index, SeedFilter? filter)
    {
        this.index = index;
        this.filter = filter;
        first = new Sighting[index.Automaton.States];
        longest = new Sighting[index.Automaton.States];
    }

    /// <summary>Streams a source text past the automaton; numbers rise from call to call.</summary>
    public void Add(int source, ReadOnlySpan<int> units)
    {
        if (filter is null)
        {
            Walk(source, units, 0, behind: -1);
            return;
        }
        for (var place = 0; place + filter.Window <= units.Length;)
            place = filter.MayHold(units.Slice(place, filter.Window)) ? Walk(source, units, Math.Max(0, place - filter.Stride + 1), place) : place + filter.Stride;
    }

    /// <summary>The longest run of each candidate text of the index, in its order.</summary>
    public IEnumerable<CommonRun> Longest()
    {
        var whole = PassedOn();
        return index.Which.Select(candidate => Longest(index.Text(candidate), whole));
    }

    /// <summary>
    /// Streams units past the automaton, to the end or until no run is under way that covers the place looked at last.
    /// </summary>
    /// <returns>The next place to look at.</returns>
    private int Walk(int source, ReadOnlySpan<int> units, int from, int behind)
    {
        var automaton = index.Automaton;
        var (state, length) = (SuffixAutomaton.Root, 0);
        var least = filter is null ? 1 : filter.Window + filter.Stride - 1;
        for (var i = from; i < units.Length; i++)
        {
            int to;
            if (units[i] == Vocabulary.Unknown)
            {
                (state, length) = (SuffixAutomaton.Root, 0);
            }
            else
            {
                while (!automaton.TryStep(state, units[i], out to))
                {
                    if (state == SuffixAutomaton.Root)
                    {
                        length = -1;
                        break;
                    }
                    state = automaton.Link(state);
                    length = automaton.Length(state);
                }
                state = to;
                length++;
            }
            if (length >= least)
            {
                var seen = new Sighting(length, source, i + 1);
                if (first[state].Length == 0) first[state] = seen;
                if (longest[state].Length < length) longest[state] = seen;
            }
            if (filter is null || i + 1 - length <= behind) continue;
            // The run under way began after the last place: go on only if the next place within it may be the window of one.
            behind = (i + 1 - length + filter.Stride - 1) / filter.Stride * filter.Stride;
            if (behind + filter.Window > units.Length) return units.Length;
            if (!filter.MayHold(units.Slice(behind, filter.Window))) return behind + filter.Stride;
        }
        return units.Length;
    }

    /// <summary>What is seen of a state is seen in full of its link: sightings passed on from the longest states to the root.</summary>
    private Sighting[] PassedOn()
    {
        var automaton = index.Automaton;
        var earliest = (Sighting[])first.Clone();
        var whole = (Sighting[])longest.Clone();
        foreach (var state in index.FromLongest)
        {
            var link = automaton.Link(state);
            if (earliest[state].Length == 0 || link == SuffixAutomaton.Root) continue;
            if (earliest[link].Length == 0 || earliest[state].IsBefore(earliest[link])) earliest[link] = earliest[state];
            var passed = earliest[state] with { Length = automaton.Length(link) };
            if (whole[link].Length < passed.Length || passed.IsBefore(whole[link])) whole[link] = passed;
        }
        return whole;
    }

    private CommonRun Longest(ReadOnlySpan<int> candidate, Sighting[] whole)
    {
        var best = default(CommonRun);
        var state = SuffixAutomaton.Root;
        for (var i = 0; i < candidate.Length; i++)
        {
            if (!index.Automaton.TryStep(state, candidate[i], out state)) throw new InvalidOperationException("The automaton lost a candidate text.");
            var seen = state;
            while (seen != SuffixAutomaton.Root && whole[seen].Length == 0) seen = index.Automaton.Link(seen);
            var (length, source, end) = whole[seen];
            var run = new CommonRun(length, source, i + 1 - length, end - length);
            if (run.IsBefore(best)) best = run;
        }
        return best;
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Sighting(int Length, int Source, int End)
    {
        public bool IsBefore(Sighting other) => (Source, End).CompareTo((other.Source, other.End)) < 0;
    }
}
