using Pipeline.Core.Inputs;
using Pipeline.Synthesis.Models.Gguf;

namespace Pipeline.Synthesis.Judging;

/// <summary>
/// WordPiece (Wu et al. 2016; Devlin et al. 2019): the longest entry of the vocabulary that begins a word, then the longest
/// that goes on with it. Strings such as <c>[MASK]</c> in a text are ordinary text: texts are data.
/// </summary>
public sealed class WordPieceTokenizer
{
    /// <summary>Ids of one sequence at most, [CLS] and [SEP] included (sentence_bert_config.json of the model).</summary>
    public const int MostIds = 256;

    private const int LongestWord = 100;
    private const string Continued = "##";

    private readonly Dictionary<string, int> starts;
    private readonly Dictionary<string, int> continuations;
    private readonly int unknown, first, last;

    private WordPieceTokenizer(Dictionary<string, int> vocabulary, int unknown, int first, int last)
    {
        starts = vocabulary;
        continuations = vocabulary.Where(entry => entry.Key.StartsWith(Continued, StringComparison.Ordinal))
            .ToDictionary(entry => entry.Key[Continued.Length..], entry => entry.Value, StringComparer.Ordinal);
        (this.unknown, this.first, this.last) = (unknown, first, last);
    }

    /// <summary>Number of tokens; ids run from 0 to one less.</summary>
    public int Count => starts.Count;

    /// <summary>Builds the tokenizer a model file describes.</summary>
    /// <exception cref="BadInputException">The file describes another kind of tokenizer, or lacks a token it needs.</exception>
    public static WordPieceTokenizer From(GgufFile file)
    {
        var metadata = file.Metadata;
        if (metadata.Text("tokenizer.ggml.model") is not "bert")
            throw new BadInputException(file.Name, "The model uses a tokenizer that is not known here.", "tokenizer.ggml.model bert");
        var tokens = metadata.List<string>("tokenizer.ggml.tokens");
        var vocabulary = new Dictionary<string, int>(tokens.Count, StringComparer.Ordinal);
        foreach (var (id, token) in tokens.Index())
            if (token.Length == 0 || !vocabulary.TryAdd(token, id)) throw new BadInputException(file.Name, $"Token {id} is empty or occurs a second time.");
        // The file names the other special tokens by id, but not this one.
        if (!vocabulary.TryGetValue("[CLS]", out var first)) throw new BadInputException(file.Name, "The vocabulary lacks a token.", "[CLS]");
        return new WordPieceTokenizer(vocabulary, Id("tokenizer.ggml.unknown_token_id"), first, Id("tokenizer.ggml.seperator_token_id"));

        int Id(string key)
        {
            var id = metadata.Whole(key);
            return id < tokens.Count ? id : throw new BadInputException(file.Name, $"The metadata key '{key}' names no token.", $"0 to {tokens.Count - 1}");
        }
    }

    /// <summary>The ids of a text between [CLS] and [SEP]; what is beyond <see cref="MostIds"/> is left out.</summary>
    /// <param name="text">Any text; a lone surrogate vanishes.</param>
    public int[] Encode(string text)
    {
        var ids = new List<int> { first };
        foreach (var word in WordPieceWords.Of(text))
        {
            Add(word, ids);
            if (ids.Count >= MostIds) break;
        }
        if (ids.Count >= MostIds) ids.RemoveRange(MostIds - 1, ids.Count - MostIds + 1);
        ids.Add(last);
        return [.. ids];
    }

    /// <summary>Adds a word's pieces, or [UNK] alone where any part of it is in no vocabulary.</summary>
    private void Add(string word, List<int> ids)
    {
        var before = ids.Count;
        if (word.EnumerateRunes().Count() <= LongestWord)
        {
            var entries = starts.GetAlternateLookup<ReadOnlySpan<char>>();
            var rest = word.AsSpan();
            while (rest.Length > 0)
            {
                var length = rest.Length;
                int id;
                while (!entries.TryGetValue(rest[..length], out id))
                    if (--length == 0) break;
                if (length == 0) break;
                ids.Add(id);
                rest = rest[length..];
                entries = continuations.GetAlternateLookup<ReadOnlySpan<char>>();
            }
            if (rest.Length == 0) return;
            ids.RemoveRange(before, ids.Count - before);
        }
        ids.Add(unknown);
    }
}
