namespace Pipeline.Audits.Overlap;

/// <summary>Most bytes that an index takes: what is shared, and what each thread that compares adds.</summary>
/// <param name="Character">For a character of the candidate.</param>
/// <param name="Text">For a text of the candidate.</param>
/// <param name="CharacterInThread">For a character, in each thread.</param>
/// <param name="TextInThread">For a text, in each thread.</param>
public sealed record IndexCost(int Character, int Text, int CharacterInThread, int TextInThread)
{
    /// <summary>Most bytes for a text of that many characters with that many threads.</summary>
    public long Of(int characters, int threads) => (long)characters * (Character + (threads * CharacterInThread)) + Text + (threads * TextInThread);
}
