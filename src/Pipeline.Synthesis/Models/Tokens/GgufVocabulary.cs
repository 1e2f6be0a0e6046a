using Pipeline.Core.Inputs;
using Pipeline.Synthesis.Models.Gguf;

namespace Pipeline.Synthesis.Models.Tokens;

/// <summary>Reads the tokenizer that a GGUF file describes.</summary>
internal static class GgufVocabulary
{
    private const int ControlToken = 3;
    private const int UserDefinedToken = 4;

    /// <exception cref="BadInputException">It is of another kind, or its tables contradict each other.</exception>
    public static Vocabulary Read(GgufFile file)
    {
        var metadata = file.Metadata;
        if (metadata.Text("tokenizer.ggml.model") is not "gpt2") throw Unknown("tokenizer.ggml.model", "gpt2");
        var numbersApart = metadata.Text("tokenizer.ggml.pre") switch
        {
            "smollm" => true,
            "gpt-2" => false,
            _ => throw Unknown("tokenizer.ggml.pre", "smollm or gpt-2"),
        };
        var tokens = metadata.List<string>("tokenizer.ggml.tokens");
        var types = metadata.List<int>("tokenizer.ggml.token_type");
        if (types.Count != tokens.Count) throw new BadInputException(file.Name, $"There are {tokens.Count} tokens but {types.Count} token types.");
        var special = Enumerable.Range(0, tokens.Count).Where(id => types[id] is ControlToken or UserDefinedToken);
        return new Vocabulary(file.Name, tokens, metadata.List<string>("tokenizer.ggml.merges"), special, numbersApart);

        BadInputException Unknown(string key, string known) => new($"{file.Name}, {key}", "The model uses a tokenizer that is not known here.", known);
    }
}
