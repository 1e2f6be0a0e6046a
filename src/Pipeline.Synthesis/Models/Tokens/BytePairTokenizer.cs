using System.Text;
using System.Text.RegularExpressions;
using Microsoft.ML.Tokenizers;
using Pipeline.Core.Inputs;
using Pipeline.Synthesis.Models.Gguf;

namespace Pipeline.Synthesis.Models.Tokens;

/// <summary>
/// Byte-level byte-pair encoding (Sennrich et al. 2016; Radford et al. 2019) from the vocabulary and merges of a model file.
/// Merging is the library's. Splitting into words and mapping bytes are ours: the library knows neither the rule that
/// isolates numbers beyond U+FFFF nor that a byte without a token vanishes before merging.
/// </summary>
public sealed class BytePairTokenizer
{
    private const int ControlToken = 3;
    private const int UserDefinedToken = 4;

    private readonly BpeTokenizer merges;
    private readonly byte[][] bytes;
    private readonly char?[] alphabet = new char?[256];
    private readonly Dictionary<string, int> special;
    private readonly Regex? specialPattern;

    private BytePairTokenizer(IReadOnlyList<string> tokens, IReadOnlyDictionary<string, int> vocabulary, IEnumerable<string> rules, Dictionary<string, int> special)
    {
        merges = BpeTokenizer.Create(new BpeOptions(vocabulary) { Merges = rules });
        bytes = [.. tokens.Select(ByteAlphabet.BytesOf)];
        for (var value = 0; value < 256; value++)
        {
            var character = ByteAlphabet.CharacterOf((byte)value);
            alphabet[value] = vocabulary.ContainsKey(character.ToString()) ? character : null;
        }
        this.special = special;
        if (special.Count == 0) return;
        // The longest first, so that at one place the longest special string wins.
        var longestFirst = special.Keys.OrderByDescending(text => text.Length).Select(Regex.Escape);
        specialPattern = new Regex(string.Join('|', longestFirst), RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
    }

    /// <summary>Number of tokens; ids run from 0 to one less.</summary>
    public int Count => bytes.Length;

    /// <summary>Ids of the special strings, such as <c>&lt;|im_start|&gt;</c>.</summary>
    public IReadOnlyDictionary<string, int> Special => special;

    /// <summary>Builds the tokenizer a model file describes.</summary>
    /// <exception cref="BadInputException">The file describes another kind of tokenizer, or its tables contradict each other.</exception>
    public static BytePairTokenizer From(GgufFile file)
    {
        var metadata = file.Metadata;
        if (metadata.Text("tokenizer.ggml.model") is not "gpt2" || metadata.Text("tokenizer.ggml.pre") is not "smollm")
            throw new BadInputException(file.Name, "The model uses a tokenizer that is not known here.", "tokenizer.ggml.model gpt2 with tokenizer.ggml.pre smollm");
        var tokens = metadata.List<string>("tokenizer.ggml.tokens");
        var types = metadata.List<int>("tokenizer.ggml.token_type");
        if (types.Count != tokens.Count)
            throw new BadInputException(file.Name, $"There are {tokens.Count} tokens but {types.Count} token types.");
        var vocabulary = new Dictionary<string, int>(tokens.Count, StringComparer.Ordinal);
        foreach (var (id, token) in tokens.Index())
            if (token.Length == 0 || !vocabulary.TryAdd(token, id)) throw new BadInputException(file.Name, $"Token {id} is empty or occurs a second time.");
        var rules = metadata.List<string>("tokenizer.ggml.merges");
        foreach (var (index, rule) in rules.Index())
            if (!Joins(rule, vocabulary)) throw new BadInputException(file.Name, $"Merge {index} does not join two tokens into a token.");
        var specials = Enumerable.Range(0, tokens.Count)
            .Where(id => types[id] is ControlToken or UserDefinedToken)
            .ToDictionary(id => tokens[id], StringComparer.Ordinal);
        return new BytePairTokenizer(tokens, vocabulary, rules, specials);
    }

    /// <summary>The ids of a text; nothing is added before or after.</summary>
    /// <param name="text">Any text; a lone surrogate counts as U+FFFD.</param>
    /// <param name="parseSpecial">Whether special strings become their ids. Leave it off for text that others wrote.</param>
    public int[] Encode(string text, bool parseSpecial = false)
    {
        var ids = new List<int>(text.Length / 3);
        var done = 0;
        if (parseSpecial && specialPattern is not null)
        {
            foreach (Match match in specialPattern.Matches(text))
            {
                EncodeOrdinary(text[done..match.Index], ids);
                ids.Add(special[match.Value]);
                done = match.Index + match.Length;
            }
        }
        EncodeOrdinary(text[done..], ids);
        return [.. ids];
    }

    /// <summary>The text of some ids: their bytes joined, with one U+FFFD for each broken part of a UTF-8 character.</summary>
    public string Decode(IEnumerable<int> ids)
    {
        var joined = new List<byte>();
        foreach (var id in ids) joined.AddRange(BytesOf(id));
        return Encoding.UTF8.GetString([.. joined]);
    }

    /// <summary>The bytes one token stands for.</summary>
    public ReadOnlySpan<byte> BytesOf(int id) => bytes[id];

    private static bool Joins(string rule, Dictionary<string, int> vocabulary) =>
        rule.Split(' ') is [var left, var right]
            && vocabulary.ContainsKey(left) && vocabulary.ContainsKey(right) && vocabulary.ContainsKey(left + right);

    private void EncodeOrdinary(string text, List<int> ids)
    {
        var word = new StringBuilder();
        foreach (var part in WordSplitter.Split(text))
        {
            word.Clear();
            foreach (var value in Encoding.UTF8.GetBytes(part))
                if (alphabet[value] is { } character) word.Append(character);
            if (word.Length > 0) ids.AddRange(merges.EncodeToIds(word.ToString(), considerPreTokenization: false, considerNormalization: false));
        }
    }
}
