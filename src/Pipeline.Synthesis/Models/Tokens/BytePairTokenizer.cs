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
    private readonly BpeTokenizer merges;
    private readonly byte[][] bytes;
    private readonly char?[] alphabet = new char?[256];
    private readonly Dictionary<string, int> special;
    private readonly Regex? specialPattern;
    private readonly bool numbersApart;

    private BytePairTokenizer(Vocabulary vocabulary)
    {
        merges = BpeTokenizer.Create(new BpeOptions(vocabulary.Ids) { Merges = vocabulary.Merges });
        bytes = [.. vocabulary.Tokens.Select(ByteAlphabet.BytesOf)];
        for (var value = 0; value < 256; value++)
        {
            var character = ByteAlphabet.CharacterOf((byte)value);
            alphabet[value] = vocabulary.Ids.ContainsKey(character.ToString()) ? character : null;
        }
        numbersApart = vocabulary.NumbersApart;
        special = vocabulary.Special;
        if (special.Count == 0) return;
        // The longest first, so that at one place the longest special string wins.
        var longestFirst = special.Keys.OrderByDescending(text => text.Length).Select(Regex.Escape);
        specialPattern = new Regex(string.Join('|', longestFirst), RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
    }

    /// <summary>Number of tokens; ids run from 0 to one less.</summary>
    public int Count => bytes.Length;

    /// <summary>Ids of the special strings, such as <c>&lt;|im_start|&gt;</c>.</summary>
    public IReadOnlyDictionary<string, int> Special => special;

    /// <summary>Builds the tokenizer a GGUF file describes.</summary>
    /// <exception cref="BadInputException">The file describes another kind of tokenizer, or its tables contradict each other.</exception>
    public static BytePairTokenizer From(GgufFile file) => new(GgufVocabulary.Read(file));

    /// <summary>Builds the tokenizer of a <c>tokenizer.json</c>.</summary>
    /// <exception cref="BadInputException">The file is missing or broken, or asks for something that is not built here.</exception>
    public static BytePairTokenizer Open(string path) => new(JsonVocabulary.Read(path));

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

    /// <summary>Ids of the tokens whose text has one of some characters.</summary>
    internal IEnumerable<int> Having(string characters) => Enumerable.Range(0, Count).Where(id => Decode([id]).AsSpan().ContainsAny(characters));

    /// <summary>The bytes one token stands for; none for an id beyond the vocabulary, which models round up to a fast size.</summary>
    public ReadOnlySpan<byte> BytesOf(int id) => id < bytes.Length ? bytes[id] : [];

    private void EncodeOrdinary(string text, List<int> ids)
    {
        var word = new StringBuilder();
        foreach (var part in WordSplitter.Split(text, numbersApart))
        {
            word.Clear();
            foreach (var value in Encoding.UTF8.GetBytes(part))
                if (alphabet[value] is { } character) word.Append(character);
            if (word.Length > 0) ids.AddRange(merges.EncodeToIds(word.ToString(), considerPreTokenization: false, considerNormalization: false));
        }
    }
}
