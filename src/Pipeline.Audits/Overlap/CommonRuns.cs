namespace Pipeline.Audits.Overlap;

/// <summary>
/// The longest run of units that each candidate text shares with any source text, exactly. The first source texts are compared
/// as a block; after that only a longer run than a candidate text's best can matter, and those show by their windows. One
/// thread uses a searcher; several are merged.
/// Ties go to the earliest source text, then the earliest place in the candidate text, then in the source text.
/// </summary>
public sealed class CommonRuns : IRunVisitor
{
    /// <summary>Units of source text that are compared as a block.</summary>
    private const int BlockUnits = 1 << 16;

    private readonly CommonRunIndex index;
    private readonly CommonRun[] best;
    private readonly (int Source, int Shift, int End)[] followed; // per candidate text: the run that was measured last
    private readonly int blockUnits;
    private SourceBlock? block = new();
    private RunWindows? windows;
    private ulong[] prefixes = new ulong[1024];
    private long work; // units compared since the windows were made
    private bool improved;

    // The source text at hand.
    private int source;
    private int[] units = new int[1024];
    private int count;

    /// <summary>A search that has seen nothing yet.</summary>
    /// <param name="index">The candidate's texts.</param>
    /// <param name="blockUnits">Units of source text that are compared as a block, before windows are used; it changes the time alone.</param>
    public CommonRuns(CommonRunIndex index, int blockUnits = BlockUnits)
    {
        this.index = index;
        this.blockUnits = blockUnits;
        best = new CommonRun[index.Candidates.Count];
        followed = new (int, int, int)[best.Length];
        Array.Fill(followed, (-1, 0, 0));
    }

    /// <summary>Compares a source text.</summary>
    /// <param name="number">Its number; numbers rise from call to call.</param>
    /// <param name="text">Its units, in the candidate's numbers.</param>
    public void Add(int number, ReadOnlySpan<int> text)
    {
        if (block is not null)
        {
            block.Add(number, text[..Math.Min(text.Length, blockUnits)]);
            if (block.Count < blockUnits) return;
            CompareBlock();
            if (text.Length <= blockUnits) return;
            // The rest of a long text may hold a run that is no longer but comes first.
            MakeWindows(tiesWith: number);
            Scan(number, text);
            MakeWindows();
            return;
        }
        Scan(number, text);
        // Windows of runs that are no longer the best are found again and again: new ones cost about as much as this much work.
        if (improved && work > index.Candidates.Total) MakeWindows();
    }

    /// <summary>Bytes that the search takes beside the index, while a block is compared apart.</summary>
    public long Bytes => (windows?.Bytes ?? 0) + 28L * best.Length;

    /// <summary>Takes over what another search of the same index found.</summary>
    public void Merge(CommonRuns other)
    {
        CompareBlock();
        other.CompareBlock();
        for (var i = 0; i < best.Length; i++)
            if (other.best[i].IsBefore(best[i])) best[i] = other.best[i];
    }

    /// <summary>The longest run of each candidate text, in order.</summary>
    public IReadOnlyList<CommonRun> Longest()
    {
        CompareBlock();
        return best;
    }

    void IRunVisitor.Visit(int sourceStart, int place, int length)
    {
        work++;
        var candidate = index.CandidateAt(place);
        var shift = sourceStart - place;
        if (followed[candidate].Source == source && followed[candidate].Shift == shift && sourceStart < followed[candidate].End) return;
        var start = index.Candidates.StartOf(candidate);
        var text = index.Candidates[candidate];
        var at = place - start;
        var ahead = text[at..].CommonPrefixLength(units.AsSpan(sourceStart, count - sourceStart));
        if (ahead < length) return;
        var behind = 0;
        while (behind < at && behind < sourceStart && text[at - behind - 1] == units[sourceStart - behind - 1]) behind++;
        work += (ahead + behind) / 8;
        followed[candidate] = (source, shift, sourceStart + ahead);
        var run = new CommonRun(ahead + behind, source, at - behind, sourceStart - behind);
        if (!run.IsBefore(best[candidate])) return;
        best[candidate] = run;
        improved = true;
    }

    private void Scan(int number, ReadOnlySpan<int> text)
    {
        if (windows!.IsEmpty) return;
        if (units.Length < text.Length) (units, prefixes) = (new int[2 * text.Length], new ulong[2 * text.Length + 1]);
        text.CopyTo(units);
        (source, count) = (number, text.Length);
        RollingHash.Prefixes(text, prefixes);
        windows.Scan(text, prefixes, this);
    }

    private void CompareBlock()
    {
        if (block is null) return;
        block.Compare(index.Candidates, best);
        block = null;
        MakeWindows();
    }

    private void MakeWindows(int? tiesWith = null)
    {
        windows = null; // the old ones need not be there while the new ones are made
        windows = new RunWindows(index, best, tiesWith);
        (work, improved) = (0, false);
    }
}
