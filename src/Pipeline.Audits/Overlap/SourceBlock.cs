namespace Pipeline.Audits.Overlap;

/// <summary>
/// Some source texts, compared with every candidate text at once: the texts go past a suffix automaton of the block. What is
/// found there tells how long a run must be to matter in the rest of the source.
/// </summary>
internal sealed class SourceBlock
{
    /// <summary>No text holds it, so no run goes from one source text into the next.</summary>
    private const int Between = -2;

    private readonly List<int> units = [];
    private readonly List<(int Number, int Start)> sources = [];

    /// <summary>Units in the block.</summary>
    public int Count => units.Count;

    /// <summary>Adds a source text; numbers rise.</summary>
    public void Add(int number, ReadOnlySpan<int> text)
    {
        units.Add(Between);
        sources.Add((number, units.Count));
        units.AddRange(text);
    }

    /// <summary>The longest run that each candidate text shares with a source text of the block, where it comes before the one known.</summary>
    public void Compare(CandidateUnits candidates, CommonRun[] best)
    {
        var automaton = new SuffixAutomaton(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(units));
        for (var c = 0; c < candidates.Count; c++)
        {
            var (state, length) = (SuffixAutomaton.Root, 0);
            var text = candidates[c];
            for (var i = 0; i < text.Length; i++)
            {
                int to;
                while (!automaton.TryStep(state, text[i], out to) && state != SuffixAutomaton.Root)
                {
                    state = automaton.Link(state);
                    length = automaton.Length(state);
                }
                (state, length) = to == SuffixAutomaton.Root ? (to, 0) : (to, length + 1);
                if (length == 0 || length < best[c].Length) continue;
                var start = automaton.FirstEnd(state) - length;
                var (number, begin) = SourceAt(start);
                var run = new CommonRun(length, number, i + 1 - length, start - begin);
                if (run.IsBefore(best[c])) best[c] = run;
            }
        }
    }

    private (int Number, int Start) SourceAt(int unit)
    {
        int low = 0, high = sources.Count - 1;
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (sources[middle].Start <= unit) low = middle;
            else high = middle - 1;
        }
        return sources[low];
    }
}
