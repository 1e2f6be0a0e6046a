using Pipeline.Audits.Text;

namespace Pipeline.Audits.Overlap;

/// <summary>The candidate's texts by their runs of words and of characters.</summary>
public sealed class RunsIndex
{
    /// <summary>Indexes prepared texts.</summary>
    public RunsIndex(IReadOnlyList<string> texts)
    {
        Words = new CommonRunIndex(new CandidateUnits(texts, TextUnit.Word));
        Characters = new CommonRunIndex(new CandidateUnits(texts, TextUnit.Character));
    }

    /// <summary>Bytes that the index takes.</summary>
    public long Bytes => Words.Bytes + Words.Candidates.Bytes + Characters.Bytes + Characters.Candidates.Bytes;

    internal CommonRunIndex Words { get; }

    internal CommonRunIndex Characters { get; }
}

/// <summary>The longest runs of words and of characters that each candidate text shares with a source text. Searches of several threads are merged.</summary>
public sealed class RunsSearch(RunsIndex index)
{
    private readonly UnitBuffer units = new();

    /// <summary>By words.</summary>
    public CommonRuns Words { get; } = new(index.Words);

    /// <summary>By characters.</summary>
    public CommonRuns Characters { get; } = new(index.Characters);

    /// <summary>Bytes that the search takes beside the index.</summary>
    public long Bytes => Words.Bytes + Characters.Bytes;

    /// <summary>Adds prepared source texts, the first of that number; numbers rise from call to call.</summary>
    public void Add(int first, IReadOnlyList<string> texts)
    {
        foreach (var (cut, runs) in ((CandidateUnits, CommonRuns)[])[(index.Words.Candidates, Words), (index.Characters.Candidates, Characters)])
        {
            for (var i = 0; i < texts.Count; i++)
            {
                cut.Read(texts[i], units);
                runs.Add(first + i, units.Numbers);
            }
        }
    }

    /// <summary>Takes over what another search of the same index found.</summary>
    public void Merge(RunsSearch other)
    {
        Words.Merge(other.Words);
        Characters.Merge(other.Characters);
    }
}
