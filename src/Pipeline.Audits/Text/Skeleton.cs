using System.Globalization;

namespace Pipeline.Audits.Text;

/// <summary>
/// Maps letters and numbers of other scripts to the Latin letter or digit they look like (Unicode Technical Standard 39,
/// those of the basic plane that look like a single one), so that a copy disguised by them is seen. It distorts text of those
/// scripts, so compare skeletons only with skeletons: texts that are the same have the same skeleton.
/// </summary>
public static class Skeleton
{
    /// <summary>No letter below this one is mapped.</summary>
    private const char Least = '\u0100';

    private static readonly char[]?[] pages = Read();

    /// <summary>The skeleton of a normalised text, as long as the text.</summary>
    public static string Of(string normalised)
    {
        var first = normalised.AsSpan().IndexOfAnyExceptInRange('\0', (char)(Least - 1));
        return first < 0 ? normalised : string.Create(normalised.Length, normalised, static (skeleton, text) =>
        {
            for (var i = 0; i < skeleton.Length; i++)
            {
                var known = pages[text[i] >> 8]?[text[i] & 0xFF] ?? '\0';
                skeleton[i] = known == '\0' ? text[i] : known;
            }
        });
    }

    private static char[]?[] Read()
    {
        using var stream = typeof(Skeleton).Assembly.GetManifestResourceStream("Lookalikes.txt")
            ?? throw new InvalidOperationException("The table of look-alikes is missing from the assembly.");
        using var reader = new StreamReader(stream);
        var read = new char[]?[256];
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#')) continue;
            var letter = int.Parse(line.AsSpan(0, 4), NumberStyles.HexNumber);
            (read[letter >> 8] ??= new char[256])[letter & 0xFF] = line[5];
        }
        return read;
    }
}
