using System.Text;

namespace Pipeline.Synthesis.Models.Tokens;

/// <summary>
/// GPT-2's printable stand-ins for the 256 bytes (Radford et al. 2019, <c>bytes_to_unicode</c>): printable Latin-1 stands
/// for itself, every other byte for a character from U+0100 on.
/// </summary>
internal static class ByteAlphabet
{
    private static readonly char[] characters = Build();
    private static readonly Dictionary<char, byte> bytes = characters.Index().ToDictionary(pair => pair.Item, pair => (byte)pair.Index);

    public static char CharacterOf(byte value) => characters[value];

    /// <summary>The bytes of a token; one that is not written in this alphabet is its own UTF-8.</summary>
    public static byte[] BytesOf(string token) => token.All(bytes.ContainsKey)
        ? [.. token.Select(character => bytes[character])]
        : Encoding.UTF8.GetBytes(token);

    private static char[] Build()
    {
        var alphabet = new char[256];
        var next = '\u0100';
        for (var value = 0; value < 256; value++)
            alphabet[value] = value is >= '!' and <= '~' or >= 0xA1 and <= 0xAC or >= 0xAE and <= 0xFF ? (char)value : next++;
        return alphabet;
    }
}
