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

    /// <summary>States of its automata; what a thread notes of them takes 24 bytes each.</summary>
    public long States => (long)Words.States + Characters.States;

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

    /// <summary>Adds a prepared source text; numbers rise from call to call.</summary>
    public void Add(int number, string text)
    {
        index.Words.Candidates.Read(text, units);
        Words.Add(number, units.Numbers);
        index.Characters.Candidates.Read(text, units);
        Characters.Add(number, units.Numbers);
    }

    /// <summary>Takes over what another search of the same index found.</summary>
    public void Merge(RunsSearch other)
    {
        Words.Merge(other.Words);
        Characters.Merge(other.Characters);
    }
}
