using System.Globalization;
using System.Text.Json;
using Pipeline.Attestation.Signing;
using Pipeline.Core.Inputs;

namespace Pipeline.Attestation.Verifying;

/// <summary>A key that a verifier trusts, and since when no more.</summary>
/// <param name="Key">The key.</param>
/// <param name="Until">When it was retired or lost: what it signed later is refused; null while it is in use.</param>
/// <param name="Compromised">Somebody else may have it: nothing it signed is believed, whatever date it bears.</param>
public sealed record TrustedKey(VerificationKey Key, DateTimeOffset? Until = null, bool Compromised = false)
{
    /// <summary>Why a signature of some date is not believed; null when it is.</summary>
    public string? Refuses(DateTimeOffset at) =>
        Compromised ? $"The key {Key.Id[..12]} was compromised: nothing that it signed is believed."
        : Until is { } until && at > until ? $"The key {Key.Id[..12]} was given up on {until.UtcDateTime:yyyy-MM-dd HH:mm}, before this was signed."
        : null;
}

/// <summary>The keys a verifier trusts: one public key, or the list that <c>pipeline keys list --json</c> writes.</summary>
public static class TrustedKeys
{
    /// <summary>Name and version of the list.</summary>
    public const string Schema = "pipeline-keys/1";

    /// <summary>Reads a file with a public key on one line, or a list.</summary>
    /// <exception cref="BadInputException">It is neither.</exception>
    public static IReadOnlyList<TrustedKey> Parse(string text, string where)
    {
        if (!text.TrimStart().StartsWith('{')) return [new TrustedKey(VerificationKey.Parse(text.Trim(), where))];
        try
        {
            using var list = JsonDocument.Parse(text);
            if (list.RootElement.GetProperty("schema").GetString() != Schema) throw new FormatException("another schema");
            return [.. list.RootElement.GetProperty("keys").EnumerateArray().Select(key => new TrustedKey(
                VerificationKey.Parse(key.GetProperty("public").GetString()!, where), Earliest(Time(key, "retired"), Time(key, "revoked")), key.TryGetProperty("reason", out var reason) && reason.GetString() == "compromised"))];
        }
        catch (Exception other) when (other is JsonException or FormatException or KeyNotFoundException or InvalidOperationException)
        {
            throw new BadInputException(new Problem(where, "This is no list of keys.", "a public key on one line, or what 'pipeline keys list --json' writes"), other);
        }
    }

    private static DateTimeOffset? Earliest(DateTimeOffset? one, DateTimeOffset? other) => one is null ? other : other is null || one < other ? one : other;

    private static DateTimeOffset? Time(JsonElement key, string name) =>
        key.TryGetProperty(name, out var time) && time.ValueKind == JsonValueKind.String ? DateTimeOffset.Parse(time.GetString()!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal) : null;
}
