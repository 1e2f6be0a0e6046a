using Pipeline.Core;

namespace Pipeline.Cli.Models;

/// <summary>A model on this machine.</summary>
/// <param name="Name">What it calls itself, else its file or folder.</param>
/// <param name="Path">Its file, or its folder.</param>
/// <param name="Format">How it is stored: <c>gguf</c> or <c>safetensors</c>.</param>
/// <param name="Files">Its files, weights first.</param>
internal sealed record ModelEntry(string Name, string Path, string Format, IReadOnlyList<ModelPart> Files)
{
    /// <summary>Such as <c>llama</c>; null if it cannot be read.</summary>
    public string? Architecture { get; init; }

    /// <summary>Number of weights; null where only the weights themselves would tell.</summary>
    public long? Weights { get; init; }

    /// <summary>How most of them are stored, such as <c>Q4_1</c> or <c>bfloat16</c>.</summary>
    public string? Stored { get; init; }

    /// <summary>The licence it states; null if it states none.</summary>
    public string? Licence { get; init; }

    /// <summary>Where its weights were pulled from, if <c>SOURCE.txt</c> says.</summary>
    public Origin? Origin { get; init; }

    /// <summary>What is wrong with it, in no order.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];

    /// <summary>Length of all files.</summary>
    public long Bytes => Files.Sum(file => file.Bytes);
}

/// <summary>A file of a model.</summary>
/// <param name="Name">Its name below the model's folder.</param>
/// <param name="Path">Where it lies.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">Its digest; null until it has been computed.</param>
internal sealed record ModelPart(string Name, string Path, long Bytes, Digest? Sha256);
