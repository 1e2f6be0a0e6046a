using Pipeline.Audits.Usefulness;
using Pipeline.Core.Evidence;
using Pipeline.Reports;

namespace Pipeline.Cli.Running;

/// <summary>The usefulness, judge and diversity audits' findings as the report's tables.</summary>
internal sealed class JudgeFindings(EvidenceFile evidence)
{
    private const double EachSide = .975;

    /// <summary>Four training sets; null when the audit did not run or did not finish.</summary>
    public IReadOnlyList<UsefulnessRow>? Rows(string audit, UsefulnessInputs inputs, int trainingRecords)
    {
        var n = inputs.Candidate.Count;
        (string Name, string Measure, int Texts, int Draws, bool IsCandidate)[] rows =
        [
            ("All private texts", UsefulnessAudit.OfAllPrivate, trainingRecords, 1, false), ("As many private texts", UsefulnessAudit.OfSomePrivate, n, inputs.Draws, false),
            ("Zero-shot texts", UsefulnessAudit.OfZeroShot, n, inputs.Draws, false), ("The synthetic texts of this run", UsefulnessAudit.OfRelease, n, 1, true),
        ];
        if (Find(audit, UsefulnessAudit.OfRelease) is null) return null;
        return [.. rows.Select(row =>
        {
            var (estimate, lower, upper) = Ends(Find(audit, row.Measure)!.Statistic);
            return new UsefulnessRow(row.Name, row.Texts, estimate, lower, upper, row.Draws, row.IsCandidate);
        })];
    }

    /// <summary>The judge's part; null when its audit did not run or did not finish.</summary>
    public JudgeSummary? Judge(Judging judging, int trainingRecords)
    {
        if (judging.Inputs is not { } inputs || Rows(JudgeAudit.AuditName, inputs, trainingRecords) is not { } rows) return null;
        return new JudgeSummary
        {
            Judge = $"logistic regression on embeddings of {judging.Judge}, which had no part in making the texts",
            Rows = rows,
            Curve = [.. JudgeAudit.CurveKinds.SelectMany(kind => JudgeAudit.CurveSizes.SelectMany(size => Point(kind, size)))],
            Variety =
            [
                Variety("Label fidelity", "texts whose label the judge agrees with after training on all private texts", true, JudgeAudit.AuditName, JudgeAudit.LabelFidelity, null, JudgeAudit.LabelFidelityOfZeroShot),
                Variety("Coverage", "private holdout texts that the set reaches: it has a text nearer than their own fifth neighbour", true, JudgeAudit.AuditName, JudgeAudit.CoverageOfCandidate, JudgeAudit.CoverageOfPrivate, JudgeAudit.CoverageOfZeroShot),
                Variety("Spread", "mean of 1 - cosine over all pairs of texts", false, JudgeAudit.AuditName, JudgeAudit.SpreadOfCandidate, JudgeAudit.SpreadOfPrivate, JudgeAudit.SpreadOfZeroShot),
                Words("Distinct words", "different words over all words", DiversityAudit.Distinct1),
                Words("Distinct pairs", "different pairs of words over all pairs", DiversityAudit.Distinct2),
                Words("Distinct triples", "different runs of three words over all of them", DiversityAudit.Distinct3),
                Words("Self-BLEU", "how much the texts repeat each other: 1 when all are the same", DiversityAudit.SelfBleu),
            ],
        };
    }

    private VarietyRow Words(string name, string meaning, string measure) =>
        Variety(name, meaning, false, DiversityAudit.AuditName, measure + DiversityAudit.OfCandidate, measure + DiversityAudit.OfPrivate, measure + DiversityAudit.OfZeroShot);

    private VarietyRow Variety(string name, string meaning, bool isShare, string audit, string candidate, string? ofPrivate, string zeroShot) =>
        new(name, meaning, isShare, Find(audit, candidate)?.Statistic.Estimate, ofPrivate is null ? null : Find(audit, ofPrivate)?.Statistic.Estimate, Find(audit, zeroShot)?.Statistic.Estimate);

    private IEnumerable<CurvePoint> Point(string kind, int size)
    {
        if (Find(JudgeAudit.AuditName, JudgeAudit.CurveMeasure(size, kind)) is not { } finding) yield break;
        var (estimate, lower, upper) = Ends(finding.Statistic);
        yield return new CurvePoint(kind, size, estimate, lower, upper);
    }

    private static (double Estimate, double Lower, double Upper) Ends(Statistic statistic) =>
        (statistic.Estimate, Math.Max(0, statistic.Lower(EachSide)), Math.Min(1, statistic.Upper(EachSide)));

    private Finding? Find(string audit, string measure) => evidence.Findings.FirstOrDefault(finding => finding.Audit == audit && finding.Measure == measure);
}
