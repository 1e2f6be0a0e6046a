using System.Numerics;

namespace Pipeline.Formal.Solving;

/// <summary>Doubles as the fractions they are, so that the solver compares what the gate compares.</summary>
internal static class Exact
{
    /// <summary>Beyond this the solver sees one great number: the gate meets no bound with it either.</summary>
    private const double Great = 1e300;

    /// <summary>The fraction as text; what is no finite number becomes a great one, which no bound allows.</summary>
    public static string Fraction(double value)
    {
        if (!(Math.Abs(value) < Great)) value = value < 0 ? -Great : Great;
        var bits = BitConverter.DoubleToInt64Bits(value);
        var exponent = (int)(bits >> 52 & 0x7FF);
        var mantissa = bits & 0xFFFFFFFFFFFFF;
        if (exponent == 0) exponent++;
        else mantissa |= 1L << 52;
        exponent -= 1075;
        var numerator = new BigInteger(bits < 0 ? -mantissa : mantissa);
        return exponent >= 0 ? (numerator << exponent).ToString() : Reduced(numerator, -exponent);
    }

    /// <summary>A fraction that the solver wrote, as the nearest double.</summary>
    public static double Number(string fraction)
    {
        var parts = fraction.Split('/');
        var (numerator, denominator) = (BigInteger.Parse(parts[0]), parts.Length > 1 ? BigInteger.Parse(parts[1]) : BigInteger.One);
        // Shifted so that the quotient has 64 bits: more than a double holds.
        var shift = 64 - (int)(BigInteger.Abs(numerator).GetBitLength() - denominator.GetBitLength());
        var quotient = shift >= 0 ? (numerator << shift) / denominator : numerator / (denominator << -shift);
        return (double)quotient * Math.Pow(2, -shift);
    }

    private static string Reduced(BigInteger numerator, int power)
    {
        if (numerator.IsZero) return "0";
        while (power > 0 && numerator.IsEven) (numerator, power) = (numerator >> 1, power - 1);
        return power == 0 ? numerator.ToString() : $"{numerator}/{BigInteger.One << power}";
    }
}
