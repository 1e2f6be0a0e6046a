using Pipeline.Synthesis.Models.Tokens;

namespace Pipeline.Synthesis.Proposals;

/// <summary>
/// Tells of a text that is being written whether it is over, so that its row can go to another: about every second text ends
/// well before the longest it may be, or has by then become what is dropped anyway.
/// </summary>
internal sealed class WrittenEnd(BytePairTokenizer tokenizer, IReadOnlyList<string> avoid)
{
    /// <summary>What a text can be over at, or right after.</summary>
    private const string Marks = "\n\"“”.!?\u3002\uFF01\uFF1F[]{}<>|_*)";

    private readonly HashSet<int> marked = [.. tokenizer.Having(Marks)];

    /// <summary>Whether nothing that follows would change what becomes of it.</summary>
    /// <param name="opening">What the prompt began it with.</param>
    /// <param name="ids">What the model wrote, at least one id.</param>
    public bool Reached(string opening, IReadOnlyList<int> ids) =>
        (marked.Contains(ids[^1]) || (ids.Count > 1 && marked.Contains(ids[^2]))) && TextCleaner.IsOver(opening + tokenizer.Decode(ids), avoid);
}
