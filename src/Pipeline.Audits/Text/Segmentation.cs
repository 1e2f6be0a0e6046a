using System.Text;

namespace Pipeline.Audits.Text;

/// <summary>A text cut into units by <see cref="UnitScanner"/>.</summary>
public sealed class Segmentation
{
    private readonly string text;
    private readonly List<TextSpan> units;

    private Segmentation(string text, List<TextSpan> units)
    {
        this.text = text;
        this.units = units;
    }

    /// <summary>How many units there are.</summary>
    public int Count => units.Count;

    /// <summary>A unit's text; apostrophes inside words are written U+0027.</summary>
    public ReadOnlySpan<char> this[int unit] => text.AsSpan(units[unit].Start, units[unit].Length);

    /// <summary>Where a unit stands in the text that was cut.</summary>
    public TextSpan SpanOf(int unit) => units[unit];

    /// <summary>Cuts a text.</summary>
    public static Segmentation Of(string text, TextUnit unit)
    {
        var cut = new List<TextSpan>(unit == TextUnit.Character ? text.Length : text.Length / 4);
        var straight = default(StringBuilder);
        for (var scanner = new UnitScanner(text, unit); scanner.Next();)
        {
            cut.Add(new TextSpan(scanner.Start, scanner.End - scanner.Start));
            if (!scanner.IsCurly) continue;
            straight ??= new StringBuilder(text);
            for (var i = scanner.Start; i < scanner.End; i++)
                if (CodePointSets.IsApostrophe(text[i])) straight[i] = '\'';
        }
        return new Segmentation(straight?.ToString() ?? text, cut);
    }

    /// <summary>How many units a text has, without keeping them.</summary>
    public static int CountIn(string text, TextUnit unit)
    {
        var count = 0;
        for (var scanner = new UnitScanner(text, unit); scanner.Next();) count++;
        return count;
    }
}
