using System.Text.Json;
using Pipeline.Core.Inputs;
using Pipeline.Synthesis.Models.Files;

namespace Pipeline.Synthesis.Models.Tokens;

/// <summary>
/// Reads a <c>tokenizer.json</c> (the tokenizers library's file) of the kind GPT-2, OPT and SmolLM have: byte-level pairs
/// after GPT-2's pattern, numbers apart or not. Anything else the file asks for would change ids, and is refused by name.
/// What it adds around a text (<c>post_processor</c>) is not read: nothing is added here.
/// </summary>
internal static class JsonVocabulary
{
    private const long Longest = 1 << 26;

    /// <summary>GPT-2's pattern, as some files spell it out instead of leaving it to ByteLevel.</summary>
    private const string Gpt2Pattern = @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";

    /// <exception cref="BadInputException">The file is missing, broken, or asks for something that is not built here.</exception>
    public static Vocabulary Read(string path)
    {
        var file = ModelJson.Open(path, Longest);
        if (file.Has("normalizer")) throw file.Wrong("normalizer", "null; normalising text is not built here");
        if (file.Has("decoder")) file.Object("decoder").Only("type", "ByteLevel");
        var numbersApart = NumbersApart(file);
        var model = file.Object("model");
        model.Only("type", "BPE");
        model.Only("byte_fallback", false);
        model.Only("ignore_merges", false);
        foreach (var affix in new[] { "continuing_subword_prefix", "end_of_word_suffix" })
            if (model.Has(affix) && model.Text(affix).Length > 0) throw model.Wrong(affix, "null, the only one built here");
        if (model.Has("dropout") && !(model.Value("dropout") is { ValueKind: JsonValueKind.Number } chance && chance.GetDouble() is 0))
            throw model.Wrong("dropout", "null; chance has no place in reading");
        var (tokens, special) = Tokens(file, model.Object("vocab"));
        var vocabulary = new Vocabulary(Path.GetFileName(path), tokens, Merges(model), special, numbersApart);
        // With every byte a token of its own, nothing is unknown.
        if (model.Has("unk_token") && Enumerable.Range(0, 256).Any(value => !vocabulary.Ids.ContainsKey(ByteAlphabet.CharacterOf((byte)value).ToString())))
            throw model.Wrong("unk_token", "null where a byte has no token; the token for unknown ones is not built here");
        return vocabulary;
    }

    private static bool NumbersApart(ModelJson file)
    {
        var steps = Steps(file.Object("pre_tokenizer")).ToList();
        var numbersApart = steps.Count > 0 && steps[0].Text("type") is "Digits";
        if (numbersApart)
        {
            if (!steps[0].Flag("individual_digits", false)) throw steps[0].Wrong("individual_digits", "true, the only one built here");
            steps.RemoveAt(0);
        }
        var splits = steps.Count > 0 && steps[0].Text("type") is "Split";
        if (splits)
        {
            var split = steps[0];
            if (split.Object("pattern").Text("Regex") != Gpt2Pattern) throw split.Wrong("pattern", "GPT-2's, the only one built here");
            split.Only("behavior", "Isolated");
            split.Only("invert", false);
            steps.RemoveAt(0);
        }
        if (steps.Count != 1 || steps[0].Text("type") is not "ByteLevel")
            throw file.Wrong("pre_tokenizer", "ByteLevel, after Digits, a Split by GPT-2's pattern, or neither");
        if (steps[0].Flag("add_prefix_space", true)) throw steps[0].Wrong("add_prefix_space", "false, the only one built here");
        if (!splits) steps[0].Only("use_regex", true);
        return numbersApart;
    }

    private static IEnumerable<ModelJson> Steps(ModelJson step) =>
        step.Text("type") is "Sequence" ? step.Objects("pretokenizers") : [step];

    /// <summary>All tokens by id, and the ids of the added ones.</summary>
    private static (string[] Tokens, List<int> Special) Tokens(ModelJson file, ModelJson vocab)
    {
        var byId = new Dictionary<int, string>();
        // Not by name: a search for each of 50,000 names would take minutes.
        foreach (var token in vocab.Properties)
            if (token.Value.ValueKind != JsonValueKind.Number || !token.Value.TryGetInt32(out var id) || id < 0 || !byId.TryAdd(id, token.Name))
                throw vocab.Wrong(token.Name, "an id that no other token has");
        var special = new List<int>();
        foreach (var added in file.Has("added_tokens") ? file.Objects("added_tokens") : [])
        {
            foreach (var rule in new[] { "single_word", "lstrip", "rstrip" }) added.Only(rule, false);
            var (id, text) = (added.Whole("id"), added.Text("content"));
            if (!byId.TryAdd(id, text) && byId[id] != text) throw added.Wrong("id", "an id that no other token has");
            special.Add(id);
        }
        var tokens = new string[byId.Count];
        foreach (var (id, token) in byId)
            tokens[id < tokens.Length ? id : throw vocab.Wrong(token, $"ids from 0 to {tokens.Length - 1} without a gap")] = token;
        return (tokens, [.. special.Distinct()]);
    }

    /// <summary>In either spelling: <c>"a b"</c>, or <c>["a", "b"]</c> as newer files have it.</summary>
    private static List<string> Merges(ModelJson model)
    {
        var merges = new List<string>();
        if (model.Value("merges") is not { ValueKind: JsonValueKind.Array } list) throw model.Wrong("merges", "an array");
        foreach (var rule in list.EnumerateArray())
        {
            merges.Add(rule switch
            {
                { ValueKind: JsonValueKind.String } => rule.GetString()!,
                { ValueKind: JsonValueKind.Array } when rule.GetArrayLength() == 2 && rule.EnumerateArray().All(part => part.ValueKind == JsonValueKind.String)
                    => $"{rule[0].GetString()} {rule[1].GetString()}",
                _ => throw model.Wrong("merges", $"two tokens as merge {merges.Count}"),
            });
        }
        return merges;
    }
}
