using System.Globalization;

namespace Pipeline.Reports.Html;

/// <summary>Numbers as people read them: two significant decimals, thousands separators, no exponents.</summary>
internal static class Shown
{
    private const string NoBreakSpace = "\u00a0";
    private const string Superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹";

    public static string Count(long count) => count.ToString("N0");

    /// <summary><c>1 text</c>, <c>1,200 texts</c>.</summary>
    public static string Count(long count, string one) => Count(count) + NoBreakSpace + one + (count == 1 ? "" : "s");

    public static string Number(double value) => value switch
    {
        double.NaN => "not measurable",
        double.PositiveInfinity => "unbounded",
        double.NegativeInfinity => "unbounded below",
        0 => "0",
        _ when Math.Abs(value) >= 100 => value.ToString("N0"),
        _ when Math.Abs(value) >= 1 => value.ToString("0.##"),
        _ when Math.Abs(value) >= 1e-4 => Significant(value),
        _ => PowerOfTen(value),
    };

    /// <summary>An epsilon; the word of its absence when nothing bounds it.</summary>
    public static string Epsilon(double epsilon) => double.IsFinite(epsilon) ? Number(epsilon) : "none proved";

    /// <summary>A name out of a policy as a heading: <c>exact-overlap</c> becomes <c>Exact overlap</c>.</summary>
    public static string Heading(string name)
    {
        var words = name.Split('-', ' ').Select(word => word switch { "pii" => "PII", "ngram" => "n-gram", _ => word });
        return string.Join(' ', words) is { Length: > 0 } heading ? char.ToUpperInvariant(heading[0]) + heading[1..] : name;
    }

    /// <summary>A share of one, in per cent.</summary>
    public static string Share(double share) => double.IsFinite(share)
        ? Math.Abs(share) switch
        {
            0 => "0",
            < 1 and >= .9995 => "over 99.9",
            >= 1 => (share * 100).ToString("0"),
            >= .1 => (share * 100).ToString("0.#"),
            _ => Number(share * 100),
        } + NoBreakSpace + "%"
        : Number(share);

    /// <summary>An interval of shares.</summary>
    public static string Between(double lower, double upper) => $"{Share(lower)} to {Share(upper)}";

    /// <summary>A small chance as <c>1 in 10,000</c>.</summary>
    public static string Odds(double chance) => chance > 0 && chance < 1 ? "1 in " + Math.Round(1 / chance).ToString("N0") : Number(chance);

    public static string Seconds(double seconds) => seconds switch
    {
        < 1 => Number(seconds) + NoBreakSpace + "s",
        < 59.95 => seconds.ToString("0.0") + NoBreakSpace + "s",
        < 3599.5 => $"{Whole(seconds) / 60}{NoBreakSpace}min {Whole(seconds) % 60:00}{NoBreakSpace}s",
        _ => $"{Whole(seconds) / 3600}{NoBreakSpace}h {Whole(seconds) % 3600 / 60:00}{NoBreakSpace}min",
    };

    public static string Megabytes(double megabytes) => megabytes.ToString("N0") + NoBreakSpace + "MB";

    public static string Moment(DateTimeOffset moment) => moment.UtcDateTime.ToString("d MMMM yyyy, HH:mm") + " UTC";

    /// <summary>Text with everything XML cannot carry (control characters, lone surrogates) made visible as U+FFFD.</summary>
    public static string Text(string text) =>
        string.Concat(text.EnumerateRunes().Select(rune => IsShowable(rune.Value) ? rune.ToString() : "\ufffd"));

    private static bool IsShowable(int rune) => rune switch
    {
        '\t' or '\n' or '\r' => true,
        < ' ' or (>= 0x7f and < 0xa0) or 0xfffe or 0xffff => false,
        _ => true,
    };

    private static long Whole(double seconds) => (long)Math.Round(seconds);

    private static string Significant(double value)
    {
        var decimals = 1 - (int)Math.Floor(Math.Log10(Math.Abs(value)));
        return Math.Round(value, Math.Min(15, decimals)).ToString("0." + new string('#', decimals));
    }

    private static string PowerOfTen(double value)
    {
        var exponent = (int)Math.Floor(Math.Log10(Math.Abs(value)));
        var digits = string.Concat(Math.Abs(exponent).ToString(CultureInfo.InvariantCulture).Select(digit => Superscripts[digit - '0']));
        var mantissa = Math.Round(value / Math.Pow(10, exponent), 2);
        if (Math.Abs(mantissa) >= 10) return PowerOfTen(Math.Sign(value) * Math.Pow(10, exponent + 1) * (1 + 1e-12));
        return $"{mantissa:0.##}{NoBreakSpace}×{NoBreakSpace}10⁻{digits}";
    }
}
