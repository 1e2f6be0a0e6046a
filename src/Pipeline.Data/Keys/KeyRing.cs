using System.Text.Json;
using Pipeline.Core.Inputs;
using Pipeline.Data.Runs;

namespace Pipeline.Data.Keys;

/// <summary>Why a key is not to be used any more.</summary>
public enum RevocationReason
{
    /// <summary>It is gone, and nobody has it: what it signed before stays signed.</summary>
    Lost,

    /// <summary>Somebody else may have it: nothing that it signed is to be believed.</summary>
    Compromised,
}

/// <summary>A signing key of this installation, without its secret.</summary>
/// <param name="Id">Names it.</param>
/// <param name="Public">The public key.</param>
/// <param name="Created">When it was made.</param>
/// <param name="Retired">When another took its place, or null.</param>
/// <param name="Revoked">When it was revoked, or null.</param>
/// <param name="Reason">Why it was revoked, or null.</param>
public sealed record RingKey(string Id, string Public, DateTimeOffset Created, DateTimeOffset? Retired = null, DateTimeOffset? Revoked = null, RevocationReason? Reason = null)
{
    /// <summary>Whether it signs.</summary>
    public bool IsCurrent => Retired is null && Revoked is null;
}

/// <summary>
/// The signing keys of one installation: a list, and for the current key a file with its 32 secret bytes, each readable by its
/// owner alone. The secret of a key that is retired or revoked is deleted; its public half stays in the list for good.
/// </summary>
public sealed class KeyRing(string folder)
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true, Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    private string List => Path.Combine(folder, "keys.json");

    /// <summary>Every key there ever was, the oldest first.</summary>
    /// <exception cref="BadInputException">Others can use the list, or it is none.</exception>
    public IReadOnlyList<RingKey> Keys() => Durable.Guard(List, "a file that you may read", () =>
    {
        if (!File.Exists(List)) return [];
        try
        {
            return JsonSerializer.Deserialize<List<RingKey>>(SecretFile.Read(List), Json) ?? throw new JsonException("null");
        }
        catch (JsonException damaged)
        {
            throw new BadInputException(new Problem(List, "This is no list of keys.", "the file as Pipeline wrote it; restore it from a backup"), damaged);
        }
    });

    /// <summary>The key that signs; null when there is none.</summary>
    public RingKey? Current() => Keys().LastOrDefault(key => key.IsCurrent);

    /// <summary>The secret of a key.</summary>
    /// <exception cref="BadInputException">Others can read it, or it is gone.</exception>
    public byte[] SecretOf(RingKey key) => Durable.Guard(SecretPath(key.Id), "the key's file; restore it from a backup, or revoke the key: pipeline keys revoke", () => SecretFile.Read(SecretPath(key.Id)));

    /// <summary>Adds a key that signs from now on, unless another process was first: then that one is kept.</summary>
    /// <param name="key">The key.</param>
    /// <param name="secret">Its secret.</param>
    /// <param name="retire">Whether the key before is retired.</param>
    /// <returns>The key that signs.</returns>
    /// <exception cref="BadInputException">A key signs already and is not to be retired.</exception>
    public RingKey Add(RingKey key, ReadOnlySpan<byte> secret, bool retire)
    {
        var bytes = secret.ToArray();
        return Locked(keys =>
        {
            if (keys.LastOrDefault(one => one.IsCurrent) is { } current)
            {
                if (!retire) return (keys, current);
                keys = [.. keys.Select(one => one == current ? one with { Retired = key.Created } : one)];
            }
            // The secret first: a key that stands in the list can sign.
            SecretFile.Write(SecretPath(key.Id), bytes, replaces: false);
            return ([.. keys, key], key);
        });
    }

    /// <summary>Revokes a key; what it signs from now on, or all it ever signed, is refused.</summary>
    /// <param name="id">Its name or the beginning of it.</param>
    /// <param name="at">When.</param>
    /// <param name="reason">Why.</param>
    /// <exception cref="BadInputException">There is no such key, or several.</exception>
    public RingKey Revoke(string id, DateTimeOffset at, RevocationReason reason) => Locked(keys =>
    {
        var meant = keys.Where(key => key.Id.StartsWith(id, StringComparison.Ordinal)).ToList();
        if (id.Length < 4 || meant.Count != 1)
            throw new BadInputException(id, meant.Count > 1 ? "Several keys begin like this." : "There is no such key.", "the beginning of a key's name, at least four digits, as 'pipeline keys list' shows it");
        var revoked = meant[0] with { Revoked = meant[0].Revoked ?? at, Reason = meant[0].Reason == RevocationReason.Compromised ? RevocationReason.Compromised : reason };
        return ([.. keys.Select(key => key.Id == revoked.Id ? revoked : key)], revoked);
    });

    /// <summary>Changes the list under a lock, then deletes the secrets of keys that sign no more.</summary>
    private RingKey Locked(Func<IReadOnlyList<RingKey>, (IReadOnlyList<RingKey> Keys, RingKey Result)> change) => Durable.Guard(folder, "a folder that you may write to", () =>
    {
        SecretFile.Write(Path.Combine(folder, ".lock"), [], replaces: false);
        using var held = Lock(Path.Combine(folder, ".lock"));
        var before = Keys();
        var (keys, result) = change(before);
        if (!keys.SequenceEqual(before)) SecretFile.Write(List, JsonSerializer.SerializeToUtf8Bytes(keys, Json), replaces: true);
        foreach (var key in keys.Where(key => !key.IsCurrent && File.Exists(SecretPath(key.Id)))) File.Delete(SecretPath(key.Id));
        return result;
    });

    private static FileStream Lock(string path)
    {
        const int Tries = 200;
        for (var tried = 0; ; tried++)
        {
            try
            {
                return new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (tried < Tries)
            {
                Thread.Sleep(50);
            }
        }
    }

    private string SecretPath(string id) => Path.Combine(folder, id + ".key");
}
