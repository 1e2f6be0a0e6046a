using Pipeline.Audits.Text;
using Pipeline.Core;
using Pipeline.Core.Corpora;
using Pipeline.Core.Evidence;

namespace Pipeline.Audits.Usefulness;

/// <summary>
/// How varied the candidate's words are, beside as many private and as many zero-shot texts: both measures depend on the
/// number of texts, so each set has the candidate's. Internal, since two of three rows are computed on private text.
/// </summary>
/// <param name="zeroShot">Public texts as the model writes them for each label.</param>
/// <param name="seed">Decides the draws.</param>
public sealed class DiversityAudit(IReadOnlyList<LabelledText> zeroShot, int seed = 1) : Audit
{
    /// <summary>The name policies use.</summary>
    public const string AuditName = "diversity";

    /// <summary>Which sets are measured.</summary>
    public const string OfCandidate = "the candidate", OfPrivate = "as many private texts", OfZeroShot = "as many zero-shot texts";

    /// <summary>What is measured: <c>distinct-2 of the candidate</c>, <c>self-BLEU-4 of the candidate</c>.</summary>
    public const string Distinct1 = "distinct-1 of ", Distinct2 = "distinct-2 of ", Distinct3 = "distinct-3 of ", SelfBleu = "self-BLEU-4 of ";

    /// <summary>Texts of one set: enough for two decimals.</summary>
    private const int MostTexts = 1000;

    private const int BleuOrder = 4;

    /// <inheritdoc/>
    public override string Name => AuditName;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Measures => AllMeasures;

    /// <summary>Every measure, for checking policies before a run.</summary>
    public static IReadOnlyList<string> AllMeasures { get; } =
        [.. new[] { OfCandidate, OfPrivate, OfZeroShot }.SelectMany(of => new[] { Distinct1, Distinct2, Distinct3, SelfBleu }.Select(what => what + of))];

    /// <inheritdoc/>
    protected override IEnumerable<Measurement> Measure(AuditContext context, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        var random = new Random(seed);
        var candidate = Some(context.Candidate.Rows, MostTexts);
        var counts = candidate.CountBy(row => row.Label).ToDictionary(StringComparer.Ordinal);
        var records = Open(context.Training).Read(cancellation);
        var like = Some([.. records.Select((record, i) => new LabelledText($"{i}", record.Label, record.Text))], int.MaxValue);
        foreach (var (of, texts, against) in new[]
        {
            (OfCandidate, candidate, Against.CandidateAlone),
            (OfPrivate, AsCandidate(like), Against.Training),
            (OfZeroShot, AsCandidate(Some(zeroShot, int.MaxValue)), Against.CandidateAlone),
        })
        {
            cancellation.ThrowIfCancellationRequested();
            List<string[]> words = [.. texts.Select(text => Words(text.Text))];
            foreach (var (what, n) in new[] { (Distinct1, 1), (Distinct2, 2), (Distinct3, 3) })
                yield return Number(what + of, new Census(TextDiversity.Distinct(words, n), words.Count), $"Different runs of {n} word(s) over all of them, in {texts.Count} texts.", against);
            var bleu = TextDiversity.SelfBleu(words, BleuOrder);
            yield return Number(SelfBleu + of, new Census(bleu.Length == 0 ? double.NaN : bleu.Average(), bleu.Length), "How much the texts repeat each other: mean BLEU of each against all others, 1 when all are the same.", against);
        }

        List<LabelledText> Some(IReadOnlyList<LabelledText> rows, int most)
        {
            var shuffled = rows.ToArray();
            random.Shuffle(shuffled);
            return [.. shuffled.Take(most)];
        }

        List<LabelledText> AsCandidate(List<LabelledText> rows)
        {
            var left = new Dictionary<string, int>(counts, StringComparer.Ordinal);
            return [.. rows.Where(row => left.TryGetValue(row.Label, out var wanted) && (left[row.Label] = wanted - 1) >= 0)];
        }
    }

    /// <summary>Words without case: the sentence's first word is the same word.</summary>
    private static string[] Words(string text)
    {
        var cut = Segmentation.Of(text.ToLowerInvariant(), TextUnit.Word);
        return [.. Enumerable.Range(0, cut.Count).Select(i => cut[i].ToString())];
    }

    private static Measurement Number(string measure, Statistic statistic, string meaning, Against against) =>
        new() { Measure = measure, Against = against, Statistic = statistic, Meaning = meaning, Unit = MeasureUnit.Number };
}
