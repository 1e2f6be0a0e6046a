using Pipeline.Core.Releases;

namespace Pipeline.Core.Policies;

/// <summary>
/// The cases that a policy, a requirement or an exception is for. What is not named is not restricted: a scope without
/// purposes holds every purpose.
/// </summary>
public sealed record Scope
{
    /// <summary>Every case there is.</summary>
    public static Scope Everything { get; } = new();

    /// <summary>The classifications of the source, or null for any.</summary>
    public IReadOnlySet<Classification>? Classifications { get; init; }

    /// <summary>The purposes of the release, or null for any.</summary>
    public IReadOnlySet<string>? Purposes { get; init; }

    /// <summary>The recipients of the release, or null for any.</summary>
    public IReadOnlySet<string>? Recipients { get; init; }

    /// <summary>True when it restricts nothing.</summary>
    public bool IsEverything => Classifications is null && Purposes is null && Recipients is null;

    /// <summary>
    /// Whether a case lies within: null when the case does not say its purpose or recipient and the answer hangs on it. A policy
    /// then refuses, a requirement is asked, and an exception does not apply: each the stricter reading.
    /// </summary>
    public bool? Contains(CaseFacts facts)
    {
        bool?[] parts = [Classifications?.Contains(facts.Classification) ?? true, Within(Purposes, facts.Purpose), Within(Recipients, facts.Recipient)];
        return parts.Contains(false) ? false : parts.Contains(null) ? null : true;
    }

    /// <summary>True when every case of this scope lies within the other.</summary>
    public bool IsWithin(Scope other) =>
        Within(Classifications, other.Classifications) && Within(Purposes, other.Purposes) && Within(Recipients, other.Recipients);

    /// <summary>True when some case lies within both.</summary>
    public bool Meets(Scope other) =>
        Meets(Classifications, other.Classifications) && Meets(Purposes, other.Purposes) && Meets(Recipients, other.Recipients);

    /// <summary>The scope in words; empty when it restricts nothing.</summary>
    public string Words => string.Join(", ", new[]
    {
        Classifications is null ? null : Listed(Classifications.Order().Select(classification => classification.ToString().ToLowerInvariant())) + " sources",
        Purposes is null ? null : "for " + Listed(Purposes.Order(StringComparer.Ordinal)),
        Recipients is null ? null : "to " + Listed(Recipients.Order(StringComparer.Ordinal)),
    }.Where(part => part is not null));

    private static string Listed(IEnumerable<string> words) => string.Join(" or ", words);

    private static bool? Within(IReadOnlySet<string>? allowed, string? stated) => allowed is null ? true : stated is null ? null : allowed.Contains(stated);

    private static bool Within<T>(IReadOnlySet<T>? narrow, IReadOnlySet<T>? wide) => wide is null || (narrow is not null && narrow.IsSubsetOf(wide));

    private static bool Meets<T>(IReadOnlySet<T>? one, IReadOnlySet<T>? other) => one is null || other is null || one.Overlaps(other);
}
