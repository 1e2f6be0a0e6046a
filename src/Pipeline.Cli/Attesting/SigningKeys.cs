using NLog;
using Pipeline.Attestation.Signing;
using Pipeline.Attestation.Verifying;
using Pipeline.Data.Keys;

namespace Pipeline.Cli.Attesting;

/// <summary>The installation's signing keys: made here, kept by the ring.</summary>
internal sealed class SigningKeys(StateFolder state, TimeProvider clock)
{
    private static readonly Logger Log = LogManager.GetLogger("Pipeline.Keys");

    private readonly KeyRing ring = new(state.Keys);

    /// <summary>Every key there ever was.</summary>
    public IReadOnlyList<RingKey> All => ring.Keys();

    /// <summary>The key that signs; made at the first use.</summary>
    public SigningKey Current()
    {
        var current = ring.Current() ?? New(retire: false);
        return SigningKey.Of(ring.SecretOf(current), current.Id);
    }

    /// <summary>Whether there will be a key to sign with, seen before anything is spent; made at the first use.</summary>
    public void Check()
    {
        using var usable = Current();
    }

    /// <summary>Makes a key; the one before is retired, or stays and is returned.</summary>
    public RingKey New(bool retire)
    {
        using var made = SigningKey.New(out var seed);
        var added = ring.Add(new RingKey(made.Public.Id, made.Public.Text, clock.GetUtcNow()), seed, retire);
        Array.Clear(seed);
        Log.Info("signing key {0}", added.Id[..12]);
        return added;
    }

    /// <summary>Revokes a key.</summary>
    public RingKey Revoke(string id, RevocationReason reason) => ring.Revoke(id, clock.GetUtcNow(), reason);

    /// <summary>The ring as a verifier on this machine trusts it.</summary>
    public IReadOnlyList<TrustedKey> Trusted() => TrustedKeys.Parse(KeysJson.Of(All), state.Keys);
}
