using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Pipeline.Audits.Text;

/// <summary>
/// Full Unicode case folding (CaseFolding.txt, statuses C and F): ß becomes ss. .NET has none; lower-casing is not a substitute.
/// </summary>
public static class CaseFolding
{
    private static readonly FrozenDictionary<int, string> table = Read();

    /// <summary>Appends what a code point folds to.</summary>
    public static void Append(StringBuilder to, Rune rune)
    {
        if (table.TryGetValue(rune.Value, out var folded)) to.Append(folded);
        else if (rune.IsBmp) to.Append((char)rune.Value);
        else to.Append(rune.ToString());
    }

    private static FrozenDictionary<int, string> Read()
    {
        using var stream = typeof(CaseFolding).Assembly.GetManifestResourceStream("CaseFolding.txt")
            ?? throw new InvalidOperationException("The case folding table is missing from the assembly.");
        using var reader = new StreamReader(stream);
        var read = new Dictionary<int, string>();
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#')) continue;
            var codes = line.Split(' ').Select(code => int.Parse(code, NumberStyles.HexNumber)).ToArray();
            read.Add(codes[0], string.Concat(codes.Skip(1).Select(char.ConvertFromUtf32)));
        }
        return read.ToFrozenDictionary();
    }
}
