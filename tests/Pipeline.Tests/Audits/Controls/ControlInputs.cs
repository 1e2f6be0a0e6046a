using System.IO.Hashing;
using System.Text;
using Pipeline.Audits;
using Pipeline.Core.Corpora;
using Pipeline.Core.Evidence;
using Pipeline.Core.Plans;
using Pipeline.Core.Privacy;

namespace Pipeline.Tests.Audits.Controls;

/// <summary>
/// Audits of the catalog with all that they need. The judge's model is too large for tests that run it hundreds of times, so its space is
/// stood in for by one that knows words and not their meaning: each word a random direction, a text the mean of its words.
/// </summary>
internal static class ControlInputs
{
    private const int Dimensions = 64;

    /// <summary>An audit with its default settings.</summary>
    public static Audit Audit(string name, IReadOnlyList<SourceRecord> training, IReadOnlyList<SourceRecord> holdout, IReadOnlyList<LabelledText> rows) =>
        AuditCatalog.Create(name, new AuditSettings(new Dictionary<string, double>()), "suite", new AuditInputs
        {
            Embedded = new EmbeddedTexts(
                Private.Seal(Embed([.. training.Select(record => record.Text)])),
                Private.Seal(Embed([.. holdout.Select(record => record.Text)])),
                Embed([.. rows.Select(row => row.Text)])),
        });

    private static LabelledVectors Embed(IReadOnlyList<string> texts) => new([.. texts.Select(Embed)], new int[texts.Count], []);

    /// <summary>A text in the stand-in's space, of length 1 unless it has no word.</summary>
    public static double[] Embed(string text)
    {
        var sum = new double[Dimensions];
        foreach (var word in text.ToLowerInvariant().Split([' ', '.', ','], StringSplitOptions.RemoveEmptyEntries))
        {
            var random = new Random((int)XxHash32.HashToUInt32(Encoding.UTF8.GetBytes(word)));
            for (var d = 0; d < Dimensions; d++) sum[d] += random.NextDouble() - .5;
        }
        var length = Math.Sqrt(sum.Sum(value => value * value));
        return length == 0 ? sum : [.. sum.Select(value => value / length)];
    }
}
