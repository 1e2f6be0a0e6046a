namespace Pipeline.Audits.People;

/// <summary>Writes full-width forms, odd spaces and dashes in ASCII, one code unit for one, so that offsets stay.</summary>
internal static class WidthFolding
{
    public static string Of(string text) => text.AsSpan().IndexOfAnyExceptInRange('\0', '\x7F') < 0 ? text : string.Create(text.Length, text, (folded, original) =>
    {
        for (var i = 0; i < folded.Length; i++) folded[i] = Of(original[i]);
    });

    private static char Of(char c) => c switch
    {
        < '\x80' => c,
        >= '\uFF01' and <= '\uFF5E' => (char)(c - 0xFEE0),
        '\u00A0' or '\u202F' or '\u3000' => ' ',
        >= '\u2010' and <= '\u2015' or '\u2212' => '-',
        '\u2019' => '\'',
        _ => c,
    };
}
