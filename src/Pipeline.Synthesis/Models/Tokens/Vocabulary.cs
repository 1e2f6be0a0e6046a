using Pipeline.Core.Inputs;

namespace Pipeline.Synthesis.Models.Tokens;

/// <summary>What a file says of a byte-level byte-pair tokenizer, checked for contradictions.</summary>
internal sealed class Vocabulary
{
    /// <summary>Checks and keeps it.</summary>
    /// <param name="where">The file, for errors.</param>
    /// <param name="tokens">Every token in the byte alphabet or, if special, as it stands; by id.</param>
    /// <param name="merges">Pairs of tokens that are joined, the earliest first, with a blank between the two.</param>
    /// <param name="special">Ids of the tokens that only trusted text may spell.</param>
    /// <param name="numbersApart">Whether every number character is a word of its own.</param>
    /// <exception cref="BadInputException">A token is empty or occurs twice, or a merge does not join two tokens into a token.</exception>
    public Vocabulary(string where, IReadOnlyList<string> tokens, IReadOnlyList<string> merges, IEnumerable<int> special, bool numbersApart)
    {
        (Where, Tokens, Merges, NumbersApart) = (where, tokens, merges, numbersApart);
        var ids = new Dictionary<string, int>(tokens.Count, StringComparer.Ordinal);
        foreach (var (id, token) in tokens.Index())
            if (token.Length == 0 || !ids.TryAdd(token, id)) throw new BadInputException(where, $"Token {id} is empty or occurs a second time.");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (index, rule) in merges.Index())
        {
            if (!Joins(rule, ids)) throw new BadInputException(where, $"Merge {index} does not join two tokens into a token.");
            if (!seen.Add(rule)) throw new BadInputException(where, $"Merge {index} occurs a second time.");
        }
        Ids = ids;
        Special = special.ToDictionary(id => tokens[id], StringComparer.Ordinal);
    }

    /// <summary>The file it is from.</summary>
    public string Where { get; }

    /// <summary>By id.</summary>
    public IReadOnlyList<string> Tokens { get; }

    /// <summary>By token.</summary>
    public IReadOnlyDictionary<string, int> Ids { get; }

    /// <summary>Each with a blank between its two tokens.</summary>
    public IReadOnlyList<string> Merges { get; }

    /// <summary>Ids of the special strings.</summary>
    public Dictionary<string, int> Special { get; }

    /// <summary>Whether every number character is a word of its own, as in SmolLM; GPT-2 keeps numbers together.</summary>
    public bool NumbersApart { get; }

    private static bool Joins(string rule, Dictionary<string, int> ids) =>
        rule.Split(' ') is [var left, var right] && ids.ContainsKey(left) && ids.ContainsKey(right) && ids.ContainsKey(left + right);
}
