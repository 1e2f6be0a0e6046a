namespace Pipeline.Audits.Overlap;

/// <summary>
/// The longest run of units that each candidate text shares with any source text, exactly. Source texts are streamed past a
/// suffix automaton; once every candidate text shares some run, only longer ones can matter, and a <see cref="SeedFilter"/>
/// passes over the rest. One thread uses a searcher; several are merged.
/// Ties go to the earliest source text, then the earliest place in the candidate text, then in the source text.
/// </summary>
public sealed class CommonRuns
{
    /// <summary>Shorter runs are so common that looking for their windows saves nothing.</summary>
    private const int LeastForWords = 4, LeastForCharacters = 10;

    /// <summary>Units read before the threshold is set anew for the first time; four times as many each time after.</summary>
    private const long FirstTurn = 1 << 18;

    /// <summary>Texts that share too little to pass over anything get an automaton of their own if they are at most this part of all.</summary>
    private const int SmallPart = 8;

    private readonly CommonRunIndex index;
    private readonly CommonRun[] best;
    private RunTracker? main;
    private RunTracker? rest;
    private RunIndex? restIndex;
    private long read;
    private long turn = FirstTurn;

    /// <summary>A search that has seen nothing yet.</summary>
    public CommonRuns(CommonRunIndex index)
    {
        this.index = index;
        best = new CommonRun[index.Candidates.Count];
        main = new RunTracker(index.All, null);
    }

    /// <summary>Streams a source text past the automaton.</summary>
    /// <param name="number">Its number; numbers rise from call to call.</param>
    /// <param name="units">Its units, in the candidate's numbers.</param>
    public void Add(int number, ReadOnlySpan<int> units)
    {
        main?.Add(number, units);
        rest?.Add(number, units);
        read += units.Length;
        if (read < turn) return;
        turn *= 4;
        Collect();
        Choose();
    }

    /// <summary>Takes over what another search of the same index found.</summary>
    public void Merge(CommonRuns other)
    {
        Collect();
        other.Collect();
        (main, rest, other.main, other.rest) = (null, null, null, null);
        for (var i = 0; i < best.Length; i++)
            if (other.best[i].IsBefore(best[i])) best[i] = other.best[i];
    }

    /// <summary>The longest run of each candidate text, in order. The search is over then.</summary>
    public IReadOnlyList<CommonRun> Longest()
    {
        Collect();
        (main, rest) = (null, null);
        return best;
    }

    private void Collect()
    {
        if (main is not null) Take(index.All.Which, main);
        if (rest is not null) Take(restIndex!.Which, rest);
    }

    private void Take(IReadOnlyList<int> which, RunTracker tracker)
    {
        foreach (var (candidate, run) in which.Zip(tracker.Longest()))
            if (run.IsBefore(best[candidate])) best[candidate] = run;
    }

    /// <summary>Of each text only runs longer than its best so far matter, and none of a text that stands whole in a source text.</summary>
    private void Choose()
    {
        (main, rest, restIndex) = (null, null, null);
        var open = Enumerable.Range(0, best.Length).Where(i => best[i].Length < index.Candidates[i].Length).OrderBy(i => best[i].Length).ToList();
        if (open.Count == 0) return;
        var allowed = open.Sum(i => (long)index.Candidates[i].Length) / SmallPart;
        var apart = 0;
        for (long units = 0; apart < open.Count - 1 && (units += index.Candidates[open[apart]].Length) <= allowed;) apart++;
        var least = Rounded(best[open[apart]].Length + 1);
        var leastWorth = index.Candidates.Unit == Text.TextUnit.Character ? LeastForCharacters : LeastForWords;
        if (least < leastWorth)
        {
            main = new RunTracker(index.All, null);
            return;
        }
        main = new RunTracker(index.All, index.FilterOf(least));
        // Those whose best is no shorter than the threshold allows need no place of their own.
        var others = open.Take(apart).Where(i => best[i].Length + 1 < least).ToList();
        if (others.Count == 0) return;
        restIndex = new RunIndex(index.Candidates, others);
        rest = new RunTracker(restIndex, null);
    }

    /// <summary>Down to its two leading bits, so that searchers share few filters.</summary>
    private static int Rounded(int length) => length < 4 ? length : length & (int)(~0U << (System.Numerics.BitOperations.Log2((uint)length) - 1));
}
