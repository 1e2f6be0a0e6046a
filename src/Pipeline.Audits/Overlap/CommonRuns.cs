using System.Runtime.InteropServices;
using Pipeline.Audits.Text;

namespace Pipeline.Audits.Overlap;

/// <summary>A run of units that a candidate text and a source text share.</summary>
/// <param name="Length">Units in the run; 0 when nothing is shared.</param>
/// <param name="Source">The source text's number in the order of adding.</param>
/// <param name="CandidateStart">Units of the candidate text before the run.</param>
/// <param name="SourceStart">Units of the source text before the run.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct CommonRun(int Length, int Source, int CandidateStart, int SourceStart);

/// <summary>
/// The longest run of units that each candidate text shares with any source text. Every candidate text is in one suffix
/// automaton, past which source texts are streamed once. Texts must be normalised already.
/// Ties go to the earliest source text, then the earliest place in the candidate text, then in the source text.
/// </summary>
public sealed class CommonRuns
{
    private readonly Vocabulary vocabulary = new();
    private readonly SuffixAutomaton automaton = new();
    private readonly TextUnit unit;
    private readonly int[][] candidates;
    private readonly Sighting[] first; // per state: when any of its substrings was first seen
    private readonly Sighting[] longest; // per state: the longest of its substrings that was seen, and when first
    private int sources;

    /// <summary>Builds the automaton.</summary>
    public CommonRuns(IReadOnlyList<string> candidates, TextUnit unit)
    {
        this.unit = unit;
        this.candidates = [.. candidates.Select(text => vocabulary.Learn(Segmentation.Of(text, unit)))];
        foreach (var candidate in this.candidates) automaton.Add(candidate);
        first = new Sighting[automaton.States];
        longest = new Sighting[automaton.States];
    }

    /// <summary>Streams a source text past the automaton.</summary>
    public void Add(string source)
    {
        var ids = vocabulary.Read(Segmentation.Of(source, unit));
        var state = SuffixAutomaton.Root;
        var length = 0;
        for (var i = 0; i < ids.Length; i++)
        {
            if (ids[i] == Vocabulary.Unknown)
            {
                (state, length) = (SuffixAutomaton.Root, 0);
                continue;
            }
            int to;
            while (!automaton.TryStep(state, ids[i], out to))
            {
                state = automaton.Link(state);
                length = automaton.Length(state);
            }
            state = to;
            var seen = new Sighting(++length, sources, i + 1);
            if (first[state].Length == 0) first[state] = seen;
            if (longest[state].Length < length) longest[state] = seen;
        }
        sources++;
    }

    /// <summary>The longest run of each candidate text, in order.</summary>
    public IReadOnlyList<CommonRun> Longest()
    {
        var whole = PassedOn();
        return [.. candidates.Select(candidate => Longest(candidate, whole))];
    }

    /// <summary>What is seen of a state is seen in full of its link: sightings passed on from the longest states to the root.</summary>
    private Sighting[] PassedOn()
    {
        var earliest = (Sighting[])first.Clone();
        var whole = (Sighting[])longest.Clone();
        foreach (var state in Enumerable.Range(1, automaton.States - 1).OrderByDescending(automaton.Length))
        {
            var link = automaton.Link(state);
            if (earliest[state].Length == 0 || link == SuffixAutomaton.Root) continue;
            if (earliest[link].Length == 0 || earliest[state].IsBefore(earliest[link])) earliest[link] = earliest[state];
            var passed = earliest[state] with { Length = automaton.Length(link) };
            if (whole[link].Length < passed.Length || passed.IsBefore(whole[link])) whole[link] = passed;
        }
        return whole;
    }

    private CommonRun Longest(int[] candidate, Sighting[] whole)
    {
        var best = default(CommonRun);
        var state = SuffixAutomaton.Root;
        for (var i = 0; i < candidate.Length; i++)
        {
            if (!automaton.TryStep(state, candidate[i], out state)) throw new InvalidOperationException("The automaton lost a candidate text.");
            var seen = state;
            while (seen != SuffixAutomaton.Root && whole[seen].Length == 0) seen = automaton.Link(seen);
            var (length, source, end) = whole[seen];
            if (length > best.Length || (length > 0 && length == best.Length && source < best.Source))
                best = new CommonRun(length, source, i + 1 - length, end - length);
        }
        return best;
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Sighting(int Length, int Source, int End)
    {
        public bool IsBefore(Sighting other) => (Source, End).CompareTo((other.Source, other.End)) < 0;
    }
}
