using System.IO.Hashing;
using System.Text;
using Pipeline.Audits;
using Pipeline.Core.Corpora;
using Pipeline.Core.Evidence;
using Pipeline.Core.Plans;
using Pipeline.Core.Privacy;

namespace Pipeline.Tests.Audits.Controls;

/// <summary>
/// Audits of the catalog with all that they need. Models are too large for tests that run them hundreds of times, so two stand-ins take their
/// places: for the judge's space one that knows words and not their meaning, each word a random direction, a text the mean of its words; for the
/// language model fine-tuned on the candidate one that knows which word followed which there.
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
            Rated = new RatedRecords(Rate([], training, holdout), Rate(rows, training, holdout)),
            Reference = reference,
        });

    private static readonly string[] reference = [.. new Letters(999).Texts(40).Select(text => text.Text)];

    private static Ratings Rate(IReadOnlyList<LabelledText> learned, IReadOnlyList<SourceRecord> training, IReadOnlyList<SourceRecord> holdout)
    {
        var pairs = learned.SelectMany(row => Pairs(row.Text)).ToHashSet();
        return new Ratings(Private.Seal(Rated(training)), Private.Seal(Rated(holdout)));

        RatedTexts Rated(IReadOnlyList<SourceRecord> records) =>
            new([.. records.Select(record => Pairs(record.Text).Select(pair => new TokenRating(pairs.Contains(pair) ? -1 : -6, -5, 1)).ToArray())]);
    }

    private static IEnumerable<(string First, string Second)> Pairs(string text) => text.Split(' ') is var words ? words.Zip(words.Skip(1)) : [];

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
