namespace Pipeline.Core.Numerics;

/// <summary>
/// The discrete Fourier transform of complex vectors whose length is a power of two (Cooley and Tukey 1965, radix 2), with the
/// bound on its rounding that a proof needs.
/// </summary>
public static class FastFourier
{
    /// <summary>Half the distance from 1 to the next double.</summary>
    public const double UnitRoundoff = 1.1102230246251565e-16;

    /// <summary>
    /// The relative error of one transform in the Euclidean norm is at most this times log2 of the length (Higham 2002, Theorem
    /// 24.2: mu + gamma_4 (sqrt 2 + mu), with roots of unity right to two units in the last place: below 7.7 roundoffs).
    /// </summary>
    public const double ErrorPerLevel = 9 * UnitRoundoff;

    /// <summary>X[k] = sum of x[j] e^(-2 pi i jk / n), in place; the inverse has the other sign and no factor 1/n.</summary>
    /// <param name="real">Real parts; the length is a power of two.</param>
    /// <param name="imaginary">Imaginary parts, as many.</param>
    /// <param name="inverse">Whether to transform back.</param>
    /// <exception cref="ArgumentException">The lengths differ or are no power of two.</exception>
    public static void Transform(double[] real, double[] imaginary, bool inverse)
    {
        var n = real.Length;
        if (n == 0 || (n & (n - 1)) != 0 || imaginary.Length != n) throw new ArgumentException("Two vectors of one length, a power of two, are needed.", nameof(real));
        Reverse(real, imaginary);
        var (cosines, sines) = Roots(n, inverse ? 1 : -1);
        for (var half = 1; half < n; half *= 2)
        {
            var stride = n / 2 / half;
            for (var start = 0; start < n; start += 2 * half)
            {
                for (int j = start, k = 0; j < start + half; j++, k += stride)
                {
                    var (c, s, other) = (cosines[k], sines[k], j + half);
                    var re = real[other] * c - imaginary[other] * s;
                    var im = real[other] * s + imaginary[other] * c;
                    (real[other], imaginary[other]) = (real[j] - re, imaginary[j] - im);
                    (real[j], imaginary[j]) = (real[j] + re, imaginary[j] + im);
                }
            }
        }
    }

    private static (double[] Cosines, double[] Sines) Roots(int n, int sign)
    {
        var (cosines, sines) = (new double[Math.Max(1, n / 2)], new double[Math.Max(1, n / 2)]);
        for (var k = 0; k < cosines.Length; k++)
        {
            (sines[k], cosines[k]) = Math.SinCos(2 * Math.PI * k / n);
            sines[k] *= sign;
        }
        return (cosines, sines);
    }

    private static void Reverse(double[] real, double[] imaginary)
    {
        for (int i = 1, j = 0; i < real.Length; i++)
        {
            var bit = real.Length >> 1;
            for (; (j & bit) != 0; bit >>= 1) j ^= bit;
            j ^= bit;
            if (i >= j) continue;
            (real[i], real[j]) = (real[j], real[i]);
            (imaginary[i], imaginary[j]) = (imaginary[j], imaginary[i]);
        }
    }
}
