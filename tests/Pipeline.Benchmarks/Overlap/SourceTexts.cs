using System.Text.Json;
using Pipeline.Data.Sources;

namespace Pipeline.Benchmarks.Overlap;

/// <summary>The texts that are compared.</summary>
internal static class SourceTexts
{
    private const int Seed = 20261126;

    /// <summary>One word in so many is changed in a repetition.</summary>
    private const int OneWordIn = 12;

    private static readonly string[] Columns = ["text"];

    public static List<string> Read(string path, string column, CancellationToken cancellation)
    {
        using var table = SourceTable.Open(path, SourceFormat.Parquet, null, null, cancellation);
        return [.. table.Rows([column], cancellation).Select(row => row.Values[0] as string ?? "").Where(text => text.Length > 0)];
    }

    /// <summary>Passages of 20 to 120 words out of the source, shuffled sentence by sentence or with every eighth word changed, and every fourth left as it is.</summary>
    public static List<string> Candidate(List<string> source, int count)
    {
        var random = new Random(Seed);
        var texts = new List<string>();
        while (texts.Count < count)
        {
            var words = source[random.Next(source.Count)].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length < 20) continue;
            var length = Math.Min(words.Length, random.Next(20, 121));
            var start = random.Next(words.Length - length + 1);
            var passage = words[start..(start + length)];
            switch (texts.Count % 4)
            {
                case 1:
                    for (var i = 0; i < passage.Length; i += 8) passage[i] = MadeUp(random);
                    break;
                case 2:
                    random.Shuffle(passage);
                    break;
                case 3:
                    for (var i = 0; i < passage.Length; i += 3) passage[i] = words[random.Next(words.Length)];
                    break;
            }
            texts.Add(string.Join(' ', passage));
        }
        return texts;
    }

    /// <summary>Writes the source again and again as JSON Lines, each time with other words changed, until there are so many bytes of text.</summary>
    public static void WriteRepeated(List<string> source, long bytes, string path, CancellationToken cancellation)
    {
        var random = new Random(Seed);
        using var writer = new StreamWriter(path);
        for (var written = 0L; written < bytes;)
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (var text in source)
            {
                var words = text.Split(' ');
                for (var i = random.Next(OneWordIn); i < words.Length; i += random.Next(1, 2 * OneWordIn)) words[i] = MadeUp(random);
                var edited = string.Join(' ', words);
                writer.Write("{\"text\":");
                writer.Write(JsonSerializer.Serialize(edited));
                writer.WriteLine("}");
                written += System.Text.Encoding.UTF8.GetByteCount(edited);
                if (written >= bytes) break;
            }
        }
    }

    /// <summary>Reads them back, from where they lie.</summary>
    public static IEnumerable<string> Stream(ITableReader table, CancellationToken cancellation) =>
        table.Rows(Columns, cancellation).Select(row => (string)row.Values[0]!);

    private static string MadeUp(Random random) => string.Create(random.Next(3, 10), random, (letters, from) =>
    {
        for (var i = 0; i < letters.Length; i++) letters[i] = (char)('a' + from.Next(26));
    });
}
