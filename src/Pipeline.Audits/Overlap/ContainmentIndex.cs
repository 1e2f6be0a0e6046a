using Pipeline.Audits.Text;

namespace Pipeline.Audits.Overlap;

/// <summary>The candidate's texts as runs of words, of two lengths, and of characters.</summary>
public sealed class ContainmentIndex
{
    /// <summary>Indexes prepared texts.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="words">Words in a sequence.</param>
    /// <param name="fewWords">Words in a short sequence, of which one changed word spoils few.</param>
    /// <param name="characters">Characters in a run.</param>
    public ContainmentIndex(IReadOnlyList<string> texts, int words, int fewWords, int characters)
    {
        ByWord = new CandidateUnits(texts, TextUnit.Word);
        ByCharacter = new CandidateUnits(texts, TextUnit.Character);
        Words = new GramIndex(ByWord, words, ShortText.OneGram);
        FewWords = new GramIndex(ByWord, fewWords, ShortText.OneGram);
        Characters = new GramIndex(ByCharacter, characters, ShortText.OneGram);
    }

    /// <summary>Bytes that the index takes.</summary>
    public long Bytes => ByWord.Bytes + ByCharacter.Bytes + Words.Bytes + FewWords.Bytes + Characters.Bytes;

    internal CandidateUnits ByWord { get; }

    internal CandidateUnits ByCharacter { get; }

    internal GramIndex Words { get; }

    internal GramIndex FewWords { get; }

    internal GramIndex Characters { get; }
}

/// <summary>How much of each candidate text single source texts contain, by words and by characters. Tallies of several threads are merged.</summary>
public sealed class ContainmentTally(ContainmentIndex index)
{
    private readonly UnitBuffer words = new();
    private readonly UnitBuffer characters = new();

    /// <summary>How many candidate texts there are.</summary>
    public int Count => index.ByWord.Count;

    /// <summary>By sequences of words.</summary>
    public GramTally Words { get; } = new(index.Words);

    /// <summary>By short sequences of words.</summary>
    public GramTally Reworded { get; } = new(index.FewWords);

    /// <summary>By runs of characters.</summary>
    public GramTally Characters { get; } = new(index.Characters);

    /// <summary>Adds a prepared source text; numbers rise from call to call.</summary>
    public void Add(int number, string text)
    {
        index.ByWord.Read(text, words);
        index.ByCharacter.Read(text, characters);
        Words.Add(number, words.Numbers);
        Reworded.Add(number, words.Numbers);
        Characters.Add(number, characters.Numbers);
    }

    /// <summary>Takes over what another tally of the same index holds.</summary>
    public void Merge(ContainmentTally other)
    {
        Words.Merge(other.Words);
        Reworded.Merge(other.Reworded);
        Characters.Merge(other.Characters);
    }
}
