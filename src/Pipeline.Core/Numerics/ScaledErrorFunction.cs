namespace Pipeline.Core.Numerics;

/// <summary>
/// erfcx(x) = e^(x^2) erfc(x) for x &gt;= 0, by the rational approximations of W. J. Cody, "Rational Chebyshev
/// Approximations for the Error Function" (1969); relative error below 1e-15.
/// </summary>
internal static class ScaledErrorFunction
{
    private static readonly double[] NearNumerator =
        [1.85777706184603153e-1, 3.16112374387056560e00, 1.13864154151050156e02, 3.77485237685302021e02, 3.20937758913846947e03];

    private static readonly double[] NearDenominator =
        [1, 2.36012909523441209e01, 2.44024637934444173e02, 1.28261652607737228e03, 2.84423683343917062e03];

    private static readonly double[] MiddleNumerator =
    [
        2.15311535474403846e-8, 5.64188496988670089e-1, 8.88314979438837594e0, 6.61191906371416295e01, 2.98635138197400131e02,
        8.81952221241769090e02, 1.71204761263407058e03, 2.05107837782607147e03, 1.23033935479799725e03,
    ];

    private static readonly double[] MiddleDenominator =
    [
        1, 1.57449261107098347e01, 1.17693950891312499e02, 5.37181101862009858e02, 1.62138957456669019e03,
        3.29079923573345963e03, 4.36261909014324716e03, 3.43936767414372164e03, 1.23033935480374942e03,
    ];

    private static readonly double[] FarNumerator =
    [
        1.63153871373020978e-2, 3.05326634961232344e-1, 3.60344899949804439e-1, 1.25781726111229246e-1,
        1.60837851487422766e-2, 6.58749161529837803e-4,
    ];

    private static readonly double[] FarDenominator =
    [
        1, 2.56852019228982242e00, 1.87295284992346725e00, 5.27905102951428412e-1, 6.05183413124413191e-2, 2.33520497626869185e-3,
    ];

    /// <summary>erfcx at x &gt;= 0.</summary>
    public static double Of(double x)
    {
        if (x <= .46875)
        {
            var square = x * x;
            return Math.Exp(square) * (1 - x * Horner(NearNumerator, square) / Horner(NearDenominator, square));
        }
        if (x <= 4) return Horner(MiddleNumerator, x) / Horner(MiddleDenominator, x);
        var inverse = 1 / (x * x);
        return (1 / Math.Sqrt(Math.PI) - inverse * Horner(FarNumerator, inverse) / Horner(FarDenominator, inverse)) / x;
    }

    private static double Horner(double[] coefficients, double x)
    {
        var sum = coefficients[0];
        for (var i = 1; i < coefficients.Length; i++) sum = sum * x + coefficients[i];
        return sum;
    }
}
