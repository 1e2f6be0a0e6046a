using Pipeline.Audits.Text;

namespace Pipeline.Audits;

/// <summary>How texts are made comparable: fully normalised and, unless a suite says otherwise, without look-alike letters.</summary>
/// <param name="withLookAlikes">Whether letters of other scripts count as the Latin ones they look like.</param>
internal sealed class Preparation(bool withLookAlikes)
{
    /// <summary>The setting of suites that asks for it.</summary>
    public static AuditSetting LookAlikes { get; } = new("look-alikes", 1, 0, 1, Whole: true, "1 when letters of other scripts count as the Latin ones they look like, 0 when they stay apart");

    /// <summary>Whether a suite's settings ask for it.</summary>
    public static bool IsAsked(IReadOnlyDictionary<string, double> settings) => settings[LookAlikes.Name] != 0;

    /// <summary>The text as it is compared. May be called by several threads.</summary>
    public string Of(string text) => withLookAlikes ? Skeleton.Of(TextNormaliser.Full(text)) : TextNormaliser.Full(text);
}
