using System.Numerics;
using System.Runtime.InteropServices;

namespace Pipeline.Core.Numerics;

/// <summary>Loops over dense vectors, vectorised. The order of summation is fixed on one machine, so results repeat.</summary>
public static class Dense
{
    /// <summary>x . y.</summary>
    public static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        if (x.Length != y.Length) throw new ArgumentException("The vectors differ in length.", nameof(y));
        var vx = MemoryMarshal.Cast<double, Vector<double>>(x);
        var vy = MemoryMarshal.Cast<double, Vector<double>>(y);
        Vector<double> even = Vector<double>.Zero, odd = Vector<double>.Zero;
        var i = 0;
        for (; i + 1 < vx.Length; i += 2)
        {
            even += vx[i] * vy[i];
            odd += vx[i + 1] * vy[i + 1];
        }
        if (i < vx.Length) even += vx[i] * vy[i];
        var sum = Vector.Sum(even + odd);
        for (i = vx.Length * Vector<double>.Count; i < x.Length; i++) sum += x[i] * y[i];
        return sum;
    }

    /// <summary>y += a x.</summary>
    public static void AddScaled(Span<double> y, double a, ReadOnlySpan<double> x)
    {
        if (x.Length != y.Length) throw new ArgumentException("The vectors differ in length.", nameof(y));
        var vx = MemoryMarshal.Cast<double, Vector<double>>(x);
        var vy = MemoryMarshal.Cast<double, Vector<double>>(y);
        var va = new Vector<double>(a);
        for (var i = 0; i < vx.Length; i++) vy[i] += va * vx[i];
        for (var i = vx.Length * Vector<double>.Count; i < x.Length; i++) y[i] += a * x[i];
    }

    /// <summary>x, y = c x - s y, s x + c y.</summary>
    public static void Rotate(Span<double> x, Span<double> y, double c, double s)
    {
        if (x.Length != y.Length) throw new ArgumentException("The vectors differ in length.", nameof(y));
        var vx = MemoryMarshal.Cast<double, Vector<double>>(x);
        var vy = MemoryMarshal.Cast<double, Vector<double>>(y);
        var (vc, vs) = (new Vector<double>(c), new Vector<double>(s));
        for (var i = 0; i < vx.Length; i++) (vx[i], vy[i]) = (vc * vx[i] - vs * vy[i], vs * vx[i] + vc * vy[i]);
        for (var i = vx.Length * Vector<double>.Count; i < x.Length; i++) (x[i], y[i]) = (c * x[i] - s * y[i], s * x[i] + c * y[i]);
    }

    /// <summary>|x|.</summary>
    public static double Norm(ReadOnlySpan<double> x) => Math.Sqrt(Dot(x, x));

    /// <summary>The norm of all rows together.</summary>
    public static double Norm(double[][] rows)
    {
        var sum = 0.0;
        foreach (var row in rows) sum += Dot(row, row);
        return Math.Sqrt(sum);
    }

    /// <summary>Zeros, rows x columns.</summary>
    public static double[][] Zeros(int rows, int columns)
    {
        var zeros = new double[rows][];
        for (var r = 0; r < rows; r++) zeros[r] = new double[columns];
        return zeros;
    }
}
