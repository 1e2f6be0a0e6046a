using Pipeline.Synthesis.Models;
using Pipeline.Synthesis.Models.Transformers;
using TorchSharp;

namespace Pipeline.Synthesis.Generation;

/// <summary>Reads the prompts of the texts that come next, several at once, and forgets those that are behind.</summary>
internal sealed class PromptReader(Decoder model, IReadOnlyList<GenerationPrompt> prompts, torch.Device device, ModelMeter? meter) : IDisposable
{
    /// <summary>Positions read at once on a processor, padding included: enough for fast products, little to keep.</summary>
    private const int PositionsAtOnce = 256;

    /// <summary>The same on a CUDA device, where a small product takes as long as a large one.</summary>
    private const int DevicePositionsAtOnce = 8192;

    private readonly Dictionary<int, EncodedPrompt> read = [];

    /// <summary>The prompt of a text; texts are asked for in order, those of one prompt one after another.</summary>
    public EncodedPrompt Of(IReadOnlyList<Draw> wanted, int next)
    {
        if (read.TryGetValue(wanted[next].Prompt, out var known)) return known;
        Dispose();
        var most = device.type == DeviceType.CPU ? PositionsAtOnce : DevicePositionsAtOnce;
        var (coming, longest) = (new List<int>(), 0);
        foreach (var prompt in Ahead(wanted, next))
        {
            longest = Math.Max(longest, prompts[prompt].Ids.Length);
            if (coming.Count > 0 && (coming.Count + 1) * longest > most) break;
            coming.Add(prompt);
        }
        var ids = coming.ConvertAll(prompt => prompts[prompt].Ids);
        foreach (var (prompt, encoded) in coming.Zip(EncodedPrompt.Read(model, ids, device))) read[prompt] = encoded;
        meter?.Read((long)ids.Count * ids.Max(row => row.Length));
        return read[wanted[next].Prompt];
    }

    public void Dispose()
    {
        foreach (var encoded in read.Values) encoded.Dispose();
        read.Clear();
    }

    /// <summary>Different prompts from one text on, in order.</summary>
    private static IEnumerable<int> Ahead(IReadOnlyList<Draw> wanted, int next)
    {
        var last = -1;
        for (; next < wanted.Count; next++)
            if (wanted[next].Prompt != last) yield return last = wanted[next].Prompt;
    }
}
