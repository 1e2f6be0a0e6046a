using System.Text.Json;
using Pipeline.Attestation.Verifying;
using Pipeline.Data.Keys;

namespace Pipeline.Cli.Attesting;

/// <summary>The public halves of keys, for verifiers: what <c>verify --key</c> reads.</summary>
internal static class KeysJson
{
    public static string Of(IEnumerable<RingKey> keys) => JsonSerializer.Serialize(new
    {
        schema = TrustedKeys.Schema,
        keys = keys.Select(key => new
        {
            id = key.Id,
            @public = key.Public,
            created = key.Created,
            retired = key.Retired,
            revoked = key.Revoked,
            reason = key.Reason?.ToString().ToLowerInvariant(),
        }),
    }, ReadableJson.Options);
}
