using CsCheck;
using Pipeline.Core.Inputs;
using Pipeline.Synthesis.Models;

namespace Pipeline.Tests.Synthesis.Models;

/// <summary>Files of strangers: whatever is changed in them, a model is read or the input is bad, and nothing else happens.</summary>
public sealed class HostileModelTests
{
    private static readonly byte[] Signs = "{}[]\",:0123456789-eE.\\utn"u8.ToArray();

    /// <summary>Bytes that mean something to JSON come up more often than others.</summary>
    private static readonly Gen<byte> Bytes = Gen.OneOf(Gen.Byte, Gen.Int[0, Signs.Length - 1].Select(at => Signs[at]));

    /// <summary>How: overwrite a byte, take one out, put one in, cut the file, double a piece.</summary>
    private static readonly Gen<(int How, double Where, byte With)[]> Changes =
        Gen.Select(Gen.Int[0, 4], Gen.Double.Unit, Bytes).Array[1, 4];

    [Theory, InlineData("tiny-llama"), InlineData("tiny-gpt2"), InlineData("tiny-opt")]
    public void Random_changes_give_a_model_or_a_located_problem(string model)
    {
        using var tiny = new TinyFolder(model);
        string[] names = ["config.json", "model.safetensors", "tokenizer.json"];
        var whole = names.ToDictionary(name => name, tiny.Read);
        Survives(tiny, tiny.Folder, names, name => name == "model.safetensors" ? 8 + (int)BitConverter.ToInt64(whole[name]) : whole[name].Length);
    }

    [Fact]
    public void Random_changes_of_a_GGUF_file_do_so_too()
    {
        using var tiny = new TinyFolder("tiny-llama");
        var bytes = Gguf.GgufLlamaTests.Written().Build();
        tiny.Write("tiny.gguf", bytes);
        Survives(tiny, tiny.PathOf("tiny.gguf"), ["tiny.gguf"], _ => bytes.Length - (int)new FileInfo(tiny.PathOf("model.safetensors")).Length);
    }

    /// <summary>Changes the heads alone: a changed weight is only another model.</summary>
    private static void Survives(TinyFolder tiny, string model, string[] names, Func<string, int> headOf)
    {
        var whole = names.ToDictionary(name => name, tiny.Read);
        var refused = 0;
        Gen.Select(Gen.Int[0, names.Length - 1].Select(at => names[at]), Changes).Sample(
            (name, changes) =>
            {
                tiny.Write(name, changes.Aggregate(whole[name], (bytes, change) => Changed(bytes, change, headOf(name))));
                try
                {
                    LanguageModel.Load(model, new ModelOptions(ModelDevice.Cpu, ComputeType.Fp32)).Dispose();
                }
                catch (BadInputException problem)
                {
                    refused++;
                    Assert.NotEmpty(problem.Problems[0].Where);
                }
                tiny.Write(name, whole[name]);
            },
            iter: 150, threads: 1);
        Assert.InRange(refused, 1, int.MaxValue);
    }

    private static byte[] Changed(byte[] bytes, (int How, double Where, byte With) change, int most)
    {
        var at = (int)(change.Where * Math.Min(most, bytes.Length));
        if (bytes.Length == 0) return bytes;
        return change.How switch
        {
            0 => [.. bytes[..at], change.With, .. bytes[(at + 1)..]],
            1 => [.. bytes[..at], .. bytes[(at + 1)..]],
            2 => [.. bytes[..at], change.With, .. bytes[at..]],
            3 => bytes[..at],
            _ => [.. bytes[..at], .. bytes[(at / 2)..at], .. bytes[at..]],
        };
    }
}
