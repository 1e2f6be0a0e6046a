using Pipeline.Core.Numerics;

namespace Pipeline.Synthesis.Features;

/// <summary>
/// Eigenvalues and eigenvectors of a symmetric matrix: Householder tridiagonalisation, then QL with implicit shifts (Golub and
/// Van Loan, Algorithms 8.3.1 and 8.3.3). Every inner loop runs along a row, so that it vectorises: several times faster than
/// a general library at the width of a model's states.
/// </summary>
internal sealed class SymmetricEigen
{
    private readonly double[] diagonal;
    private readonly double[] beside;
    private readonly double[][] reflectors;
    private readonly double[][] vectors;
    private readonly int[] order;

    /// <summary>Takes a symmetric matrix, [n][n], apart; the matrix is overwritten.</summary>
    public SymmetricEigen(double[][] matrix)
    {
        var n = matrix.Length;
        diagonal = new double[n];
        beside = new double[n];
        reflectors = new double[n][];
        Tridiagonalise(matrix);
        vectors = Dense.Zeros(n, n);
        for (var i = 0; i < n; i++) vectors[i][i] = 1;
        Diagonalise();
        order = [.. Enumerable.Range(0, n).OrderByDescending(i => diagonal[i])];
    }

    /// <summary>The eigenvalue of a rank, 0 for the greatest.</summary>
    public double Value(int rank) => diagonal[order[rank]];

    /// <summary>The unit eigenvector of a rank.</summary>
    public double[] Vector(int rank)
    {
        var vector = (double[])vectors[order[rank]].Clone();
        for (var k = reflectors.Length - 1; k >= 0; k--)
            if (reflectors[k] is { } v) Dense.AddScaled(vector.AsSpan(k + 1), -Dense.Dot(v, vector.AsSpan(k + 1)), v);
        return vector;
    }

    private void Tridiagonalise(double[][] a)
    {
        var n = a.Length;
        for (var k = 0; k < n - 1; k++)
        {
            diagonal[k] = a[k][k];
            var v = a[k][(k + 1)..];
            var norm = Dense.Norm(v);
            beside[k] = v[0] > 0 ? -norm : norm;
            if (norm == 0 || k == n - 2)
            {
                if (k == n - 2) beside[k] = a[k][k + 1];
                continue;
            }
            v[0] -= beside[k];
            // Scaled to |v|^2 = 2, the reflection is 1 - v v'.
            var scale = Math.Sqrt(2) / Dense.Norm(v);
            for (var j = 0; j < v.Length; j++) v[j] *= scale;
            reflectors[k] = v;
            var w = new double[v.Length];
            for (var i = 0; i < w.Length; i++) w[i] = Dense.Dot(a[k + 1 + i].AsSpan(k + 1), v);
            Dense.AddScaled(w, -.5 * Dense.Dot(w, v), v);
            for (var i = 0; i < w.Length; i++)
            {
                var row = a[k + 1 + i].AsSpan(k + 1);
                Dense.AddScaled(row, -v[i], w);
                Dense.AddScaled(row, -w[i], v);
            }
        }
        diagonal[n - 1] = a[n - 1][n - 1];
    }

    private void Diagonalise()
    {
        var n = diagonal.Length;
        // What lies below the rounding of the greatest entry is zero. Fewer texts than dimensions leave a block of nothing
        // but such entries, and next to each other they would never look small.
        var nothing = Math.ScaleB(Enumerable.Range(0, n).Max(i => Math.Abs(diagonal[i]) + (i < n - 1 ? Math.Abs(beside[i]) : 0)), -53);
        for (var l = 0; l < n; l++)
        {
            for (var sweep = 0; ; sweep++)
            {
                var m = l;
                while (m < n - 1 && Math.Abs(beside[m]) > Math.Max(nothing, Math.ScaleB(Math.Abs(diagonal[m]) + Math.Abs(diagonal[m + 1]), -53))) m++;
                if (m == l) break;
                if (sweep == 100) throw new InvalidOperationException("The eigenvalues did not converge.");
                Sweep(l, m);
            }
        }
    }

    /// <summary>One implicit QL step on the block l..m.</summary>
    private void Sweep(int l, int m)
    {
        var g = (diagonal[l + 1] - diagonal[l]) / (2 * beside[l]);
        var r = double.Hypot(g, 1);
        g = diagonal[m] - diagonal[l] + beside[l] / (g + Math.CopySign(r, g));
        double s = 1, c = 1, p = 0;
        for (var i = m - 1; i >= l; i--)
        {
            var f = s * beside[i];
            var b = c * beside[i];
            r = double.Hypot(f, g);
            beside[i + 1] = r;
            if (r == 0)
            {
                diagonal[i + 1] -= p;
                beside[m] = 0;
                return;
            }
            s = f / r;
            c = g / r;
            g = diagonal[i + 1] - p;
            r = (diagonal[i] - g) * s + 2 * c * b;
            p = s * r;
            diagonal[i + 1] = g + p;
            g = c * r - b;
            Dense.Rotate(vectors[i], vectors[i + 1], c, s);
        }
        diagonal[l] -= p;
        beside[l] = g;
        beside[m] = 0;
    }
}
