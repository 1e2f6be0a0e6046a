namespace Pipeline.Audits.Text;

/// <summary>Sets of code points, from Unicode 14 and this product's own words rule.</summary>
public static class CodePointSets
{
    /// <summary>White_Space; all of it is in the basic plane.</summary>
    public static bool IsWhiteSpace(int c) => c is >= 0x9 and <= 0xD or 0x20 or 0x85 or 0xA0 or 0x1680 or >= 0x2000 and <= 0x200A
        or 0x2028 or 0x2029 or 0x202F or 0x205F or 0x3000;

    /// <summary>Default_Ignorable_Code_Point: joiners, variation selectors, fillers and other marks nobody sees.</summary>
    public static bool IsDefaultIgnorable(int c) => c >= 0xAD && c is 0xAD or 0x34F or 0x61C or 0x115F or 0x1160 or 0x17B4 or 0x17B5
        or >= 0x180B and <= 0x180F or >= 0x200B and <= 0x200F or >= 0x202A and <= 0x202E or >= 0x2060 and <= 0x206F or 0x3164
        or >= 0xFE00 and <= 0xFE0F or 0xFEFF or 0xFFA0 or >= 0xFFF0 and <= 0xFFF8 or >= 0x1BCA0 and <= 0x1BCA3
        or >= 0x1D173 and <= 0x1D17A or >= 0xE0000 and <= 0xE0FFF;

    /// <summary>Scripts written without spaces (Thai, Lao, Myanmar, Khmer, kana, Han): each base character is a word.</summary>
    public static bool IsSpaceless(int c) => c >= 0xE00 && c is >= 0xE00 and <= 0xEFF or >= 0x1000 and <= 0x109F or >= 0x1780 and <= 0x17FF
        or >= 0x3005 and <= 0x3007 or >= 0x3021 and <= 0x3029 or >= 0x3031 and <= 0x3035 or >= 0x3038 and <= 0x303C
        or >= 0x3041 and <= 0x309F or >= 0x30A1 and <= 0x30FF or >= 0x31F0 and <= 0x31FF or >= 0x3400 and <= 0x4DBF
        or >= 0x4E00 and <= 0x9FFF or >= 0xA9E0 and <= 0xA9FF or >= 0xAA60 and <= 0xAA7F or >= 0xF900 and <= 0xFAFF
        or >= 0x1AFF0 and <= 0x1AFFF or >= 0x1B000 and <= 0x1B16F or >= 0x20000 and <= 0x3FFFD;

    /// <summary>Straight, curly and modifier-letter apostrophes.</summary>
    public static bool IsApostrophe(int c) => c is 0x27 or 0x2019 or 0x2BC;
}
