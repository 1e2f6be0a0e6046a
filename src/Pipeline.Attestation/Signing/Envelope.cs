using System.Text;
using System.Text.Json.Nodes;
using Pipeline.Core.Canonical;
using Pipeline.Core.Inputs;

namespace Pipeline.Attestation.Signing;

/// <summary>
/// A DSSE envelope (Dead Simple Signing Envelope 1.0) with one signature: what is signed is the type and the payload, byte for
/// byte, each after its length. It is written in canonical form and read in no other, so no byte of it can be changed unseen.
/// </summary>
/// <param name="Payload">The signed bytes.</param>
/// <param name="KeyId">Which key signed them; a hint, worth nothing until the signature is checked.</param>
/// <param name="Signature">The signature, 64 bytes.</param>
public sealed record Envelope(byte[] Payload, string KeyId, byte[] Signature)
{
    /// <summary>What the payload is: an in-toto statement.</summary>
    public const string PayloadType = "application/vnd.in-toto+json";

    /// <summary>Signs a payload.</summary>
    public static Envelope Sign(byte[] payload, SigningKey key) => new(payload, key.Public.Id, key.Sign(Signed(payload)));

    /// <summary>Whether a key signed it.</summary>
    public bool IsSignedBy(VerificationKey key) => KeyId == key.Id && key.Signed(Signed(Payload), Signature);

    /// <summary>The envelope's bytes.</summary>
    public byte[] Write() => CanonicalJson.Write(new JsonObject
    {
        ["payload"] = Convert.ToBase64String(Payload),
        ["payloadType"] = PayloadType,
        ["signatures"] = new JsonArray(new JsonObject { ["keyid"] = KeyId, ["sig"] = Convert.ToBase64String(Signature) }),
    });

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="BadInputException">It is no envelope, or was changed in its form.</exception>
    public static Envelope Read(ReadOnlySpan<byte> bytes, string where)
    {
        var node = CanonicalJson.Read(bytes, where);
        try
        {
            var signature = node["signatures"]!.AsArray().Single()!;
            var read = new Envelope(Convert.FromBase64String(node["payload"]!.GetValue<string>()), signature["keyid"]!.GetValue<string>(), Convert.FromBase64String(signature["sig"]!.GetValue<string>()));
            // Base64 has spare bits and the object may hold more: written again it must be the same.
            if (read.Write().AsSpan().SequenceEqual(bytes)) return read;
        }
        catch (Exception other) when (other is FormatException or InvalidOperationException or NullReferenceException)
        {
            throw new BadInputException(new Problem(where, "This is no signed envelope.", "an evidence.dsse.json as Pipeline wrote it"), other);
        }
        throw new BadInputException(where, "This is no signed envelope.", "an evidence.dsse.json as Pipeline wrote it");
    }

    /// <summary>DSSE's pre-authentication encoding.</summary>
    private static byte[] Signed(byte[] payload) =>
        [.. Encoding.UTF8.GetBytes($"DSSEv1 {Encoding.UTF8.GetByteCount(PayloadType)} {PayloadType} {payload.Length} "), .. payload];
}
