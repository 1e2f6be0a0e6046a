namespace Pipeline.Audits.People;

/// <summary>The check digits of numbers that states and banks give to people. Arguments are digits without spaces.</summary>
internal static class CheckDigits
{
    private static readonly string[] verhoeffProduct =
    [
        "0123456789", "1234067895", "2340178956", "3401289567", "4012395678", "5987604321", "6598710432", "7659821043", "8765932104", "9876543210",
    ];

    private static readonly string[] verhoeffTurn = ["0123456789", "1576283094", "5803796142", "8916043527", "9453126870", "4286573901", "2793806415", "7046913258"];

    /// <summary>Doubling every second digit from the right, the sum of all digits is a multiple of ten (ISO/IEC 7812-1).</summary>
    public static bool Luhn(string digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var digit = digits[^(i + 1)] - '0';
            if (i % 2 == 1) digit = digit > 4 ? (digit * 2) - 9 : digit * 2;
            sum += digit;
        }
        return sum % 10 == 0;
    }

    /// <summary>Sum of digit times weight; the weights stand for the first digits.</summary>
    public static int Weighted(string digits, params ReadOnlySpan<int> weights)
    {
        var sum = 0;
        for (var i = 0; i < weights.Length; i++) sum += (digits[i] - '0') * weights[i];
        return sum;
    }

    /// <summary>ISO 7064 modulo 11, 10: the last digit closes the number.</summary>
    public static bool Mod11And10(string digits)
    {
        var product = 10;
        foreach (var digit in digits[..^1])
        {
            var sum = (digit - '0' + product) % 10;
            product = (sum == 0 ? 10 : sum) * 2 % 11;
        }
        return (11 - product) % 10 == digits[^1] - '0';
    }

    /// <summary>Verhoeff, "Error detecting decimal codes" (1969): the dihedral group of order ten.</summary>
    public static bool Verhoeff(string digits)
    {
        var state = 0;
        for (var i = 0; i < digits.Length; i++) state = verhoeffProduct[state][verhoeffTurn[i % 8][digits[^(i + 1)] - '0'] - '0'] - '0';
        return state == 0;
    }

    /// <summary>The digits as a date that existed, four of the year first; two of the year are tried in both centuries.</summary>
    public static bool IsDate(string digits) => digits.Length == 6
        ? IsDate("19" + digits) || IsDate("20" + digits)
        : int.Parse(digits[..4]) is var year && int.Parse(digits[4..6]) is >= 1 and <= 12 and var month && int.Parse(digits[6..]) is var day
            && year is >= 1850 and <= 2100 && day >= 1 && day <= DateTime.DaysInMonth(year, month);
}
