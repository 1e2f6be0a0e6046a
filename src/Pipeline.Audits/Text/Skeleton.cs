namespace Pipeline.Audits.Text;

/// <summary>
/// Maps thirty Cyrillic and Greek letters to the Latin letters and digits they look like, so that a copy disguised by them is seen.
/// Far smaller than the confusables of UTS 39; it distorts Cyrillic and Greek text, so compare skeletons only with skeletons.
/// </summary>
public static class Skeleton
{
    private const string Lookalikes = "аеорсухіјѕԁһԛԝвкмнтзοαερνικτυχ";
    private const string Latin = "aeopcyxijsdhqwbkmht3oaepviktux";

    /// <summary>The skeleton of a normalised text, as long as the text.</summary>
    public static string Of(string normalised) => string.Create(normalised.Length, normalised, (skeleton, text) =>
    {
        for (var i = 0; i < skeleton.Length; i++)
        {
            var known = text[i] < '\u0370' ? -1 : Lookalikes.IndexOf(text[i], StringComparison.Ordinal);
            skeleton[i] = known < 0 ? text[i] : Latin[known];
        }
    });
}
