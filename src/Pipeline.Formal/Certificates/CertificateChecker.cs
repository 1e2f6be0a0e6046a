namespace Pipeline.Formal.Certificates;

/// <summary>
/// Checks a numerical certificate by plain sums in doubles. It shares no code with what made the certificate: gradient,
/// softmax and norms are written out here a second time, on purpose.
/// </summary>
/// <remarks>
/// What is proved, given the numbers: F is lambda-strongly convex, so its minimum lies within |grad F(W)| / lambda of any W
/// (Nesterov 2004, Theorem 2.1.10). At W* that is the radius; at the trained head it shows that the head is the minimum up to
/// rounding. That phi belongs to the texts and surprise to the model is not shown: both need the model.
/// </remarks>
public static class CertificateChecker
{
    /// <summary>How far a recomputed number may be from the claimed one, relative to its size: sums of some thousand doubles in another order.</summary>
    public const double Tolerance = 1e-9;

    /// <summary>The greatest gradient norm at which the trained head counts as the minimum; training stops at 1e-10.</summary>
    public const double Converged = 1e-9;

    /// <summary>What is wrong with a certificate, each in a sentence; empty when all of it follows from its numbers.</summary>
    public static IReadOnlyList<string> Problems(NumericalCertificate certificate)
    {
        if (Shape(certificate) is { } wrong) return [wrong];
        var problems = new List<string>();
        var gradient = Norm(Gradient(certificate.Head, certificate));
        Equal("the gradient's norm at W*", gradient, certificate.GradientNorm);
        Equal("the radius", gradient / certificate.Lambda, certificate.Radius);
        Equal("the norm of W*", Norm(certificate.Head), certificate.HeadNorm);
        var rest = Norm(Gradient(certificate.Trained, certificate));
        if (!(rest <= Converged)) problems.Add($"The trained head is not the minimum: the gradient there is {rest:G4}, above {Converged:G1}.");
        var distance = Norm(Minus(certificate.Trained, certificate.Head));
        Equal("the distance of the trained head", distance, certificate.Distance);
        if (!(distance <= certificate.Radius * (1 + Tolerance) + Converged / certificate.Lambda)) problems.Add($"The trained head lies {distance:G6} from W*, outside the radius {certificate.Radius:G6}.");
        for (var c = 0; c < certificate.Targets.Length; c++) Equal($"the residual of class {c}", Residual(certificate, c), certificate.Residuals[c]);
        foreach (var (c, refined) in (certificate.Refinement ?? []).Index()) problems.AddRange(Descent(refined).Select(problem => $"Class {c}: {problem}"));
        return problems;

        void Equal(string what, double computed, double claimed)
        {
            if (!Near(computed, claimed)) problems.Add($"Computed anew {what} is {computed:R}, and {claimed:R} was claimed.");
        }
    }

    private static string? Shape(NumericalCertificate of)
    {
        var (classes, d) = (of.Head.Length, of.Head.Length == 0 ? 0 : of.Head[0]?.Length ?? 0);
        double[]?[][] tables = [of.Head, of.Targets, of.Phi, of.Trained];
        if (classes < 2 || d == 0 || of.Targets.Length != classes || of.Trained.Length != classes || of.Residuals.Length != classes) return "Heads, targets and residuals do not have one row a class.";
        if (tables.Any(table => table.Any(row => row?.Length != d))) return "Its rows are not all of one length.";
        if (of.Phi.Length == 0 || of.Labels.Length != of.Phi.Length || of.Labels.Any(label => label < 0 || label >= classes)) return "Not every text has a class.";
        if (Enumerable.Range(0, classes).Any(c => !of.Labels.Contains(c))) return "A class has no text.";
        if (!(of.Lambda > 0 && double.IsFinite(of.Lambda))) return "Lambda is not positive, so nothing is convex enough.";
        if (of.Refinement is { } refined && refined.Count != classes) return "The refinement is not of every class.";
        // The feature map clips at 1; texts with longer vectors were not made by it.
        return of.Phi.Any(row => Math.Sqrt(row.Sum(x => x * x)) > 1 + Tolerance) ? "A feature vector is longer than 1, which the public map rules out." : null;
    }

    /// <summary>grad F(W) = 1/n sum_i (softmax(W phi_i) - onehot_i) phi_i^T + lambda W.</summary>
    private static double[][] Gradient(double[][] head, NumericalCertificate of)
    {
        var (classes, d, n) = (head.Length, head[0].Length, of.Phi.Length);
        var gradient = new double[classes][];
        for (var c = 0; c < classes; c++)
        {
            gradient[c] = new double[d];
            for (var j = 0; j < d; j++) gradient[c][j] = of.Lambda * head[c][j];
        }
        for (var i = 0; i < n; i++)
        {
            var logits = new double[classes];
            for (var c = 0; c < classes; c++)
                for (var j = 0; j < d; j++) logits[c] += head[c][j] * of.Phi[i][j];
            var top = logits.Max();
            var sum = logits.Sum(logit => Math.Exp(logit - top));
            for (var c = 0; c < classes; c++)
            {
                var residual = (Math.Exp(logits[c] - top) / sum - (of.Labels[i] == c ? 1 : 0)) / n;
                for (var j = 0; j < d; j++) gradient[c][j] += residual * of.Phi[i][j];
            }
        }
        return gradient;
    }

    private static double Residual(NumericalCertificate of, int label)
    {
        var d = of.Head[0].Length;
        var mean = new double[d];
        var count = of.Labels.Count(own => own == label);
        for (var i = 0; i < of.Phi.Length; i++)
        {
            if (of.Labels[i] != label) continue;
            for (var j = 0; j < d; j++) mean[j] += of.Phi[i][j] / count;
        }
        double away = 0, size = 0;
        for (var j = 0; j < d; j++)
        {
            away += (mean[j] - of.Targets[label][j]) * (mean[j] - of.Targets[label][j]);
            size += of.Targets[label][j] * of.Targets[label][j];
        }
        return away / (size > 0 ? size : 1);
    }

    /// <summary>
    /// The merit is what it says it is, never rises, and falls by more than tau / n with every accepted substitution; where it
    /// stopped, it says so, and the check of the final texts is consistent.
    /// </summary>
    private static IEnumerable<string> Descent(ClaimedRefinement of)
    {
        if (of.Texts < 1 || of.Sweeps.Count == 0) { yield return "The refinement says nothing."; yield break; }
        foreach (var (i, sweep) in of.Sweeps.Index())
            if (!Near(sweep.Residual + of.Alpha * sweep.Surprise, sweep.Merit)) yield return $"The merit after sweep {i} is not residual + alpha surprise.";
        for (var i = 1; i < of.Sweeps.Count; i++)
        {
            var fell = of.Sweeps[i - 1].Merit - of.Sweeps[i].Merit;
            var owed = of.Sweeps[i].Accepted * of.Tau / of.Texts;
            if (of.Sweeps[i].Accepted < 0 || !(fell >= owed - Tolerance)) yield return $"In sweep {i} the merit fell by {fell:G6}, less than its {of.Sweeps[i].Accepted} substitutions must have brought ({owed:G6}).";
            if (of.Sweeps[i].Accepted == 0 && !(Math.Abs(fell) <= Tolerance)) yield return $"In sweep {i} nothing was accepted and the merit changed.";
        }
        if (of.Sweeps[0].Accepted != 0) yield return "Something was accepted before the first sweep.";
        if (of.Stopped != (of.Sweeps.Count > 1 && of.Sweeps[^1].Accepted == 0)) yield return "It is said to have stopped by itself, or not, against its last sweep.";
        if (of.Improving < 0 || of.Improving > of.Checked) yield return "More substitutions would improve than were checked.";
        if (of.Checked > 0 && (of.Improving > 0) != (of.GreatestGain > of.Tau)) yield return "The greatest gain left contradicts the number of substitutions that would improve.";
    }

    private static double[][] Minus(double[][] x, double[][] y) => [.. x.Select((row, r) => row.Select((value, j) => value - y[r][j]).ToArray())];

    private static double Norm(double[][] rows) => Math.Sqrt(rows.Sum(row => row.Sum(x => x * x)));

    private static bool Near(double one, double other) => Math.Abs(one - other) <= Tolerance * Math.Max(1, Math.Max(Math.Abs(one), Math.Abs(other)));
}
