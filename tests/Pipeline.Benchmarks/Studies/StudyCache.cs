using System.Runtime.InteropServices;
using System.Text.Json;
using Pipeline.Synthesis.Proposals;

namespace Pipeline.Benchmarks.Studies;

/// <summary>Keeps what takes minutes to compute and depends on neither noise nor budget: proposals, hidden states, embeddings.</summary>
internal sealed class StudyCache(string folder)
{
    /// <summary>Proposals of one name, written at the first call.</summary>
    public ProposalPool Proposals(string name, Func<ProposalPool> make)
    {
        var path = Path.Combine(folder, name + ".json");
        if (File.Exists(path)) return JsonSerializer.Deserialize<ProposalPool>(File.ReadAllText(path))!;
        var made = make();
        Keep(path, JsonSerializer.SerializeToUtf8Bytes(made));
        return made;
    }

    /// <summary>Vectors of one name, [texts][width].</summary>
    public float[][] Vectors(string name, Func<float[][]> make)
    {
        var path = Path.Combine(folder, name + ".f32");
        if (File.Exists(path))
        {
            var all = MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(path)).ToArray();
            var width = (int)all[0];
            return [.. all[1..].Chunk(width)];
        }
        var made = make();
        float[] flat = [made[0].Length, .. made.SelectMany(row => row)];
        Keep(path, MemoryMarshal.AsBytes(flat.AsSpan()).ToArray());
        return made;
    }

    private void Keep(string path, byte[] bytes)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllBytes(path + ".part", bytes);
        File.Move(path + ".part", path, overwrite: true);
    }
}
