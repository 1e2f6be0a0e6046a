using System.Text;
using Pipeline.Attestation.Signing;
using Pipeline.Attestation.Verifying;
using Pipeline.Core.Inputs;

namespace Pipeline.Tests.Attestation;

public sealed class SigningTests
{
    /// <summary>RFC 8032, section 7.1, test 3.</summary>
    [Fact]
    public void Signs_as_the_standard_says()
    {
        using var key = SigningKey.Of(Convert.FromHexString("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7"), "test");
        Assert.Equal("ed25519:" + Convert.ToBase64String(Convert.FromHexString("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025")), key.Public.Text);
        var signature = key.Sign(Convert.FromHexString("af82"));
        Assert.Equal("6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a", Convert.ToHexStringLower(signature));
        Assert.True(VerificationKey.Parse(key.Public.Text, "test").Signed(Convert.FromHexString("af82"), signature));
    }

    /// <summary>DSSE signs type and payload, each after its length in bytes.</summary>
    [Fact]
    public void Signs_the_pre_authentication_encoding()
    {
        using var key = SigningKey.New(out _);
        var envelope = Envelope.Sign(Encoding.UTF8.GetBytes("hello wörld"), key);
        Assert.True(key.Public.Signed(Encoding.UTF8.GetBytes("DSSEv1 28 application/vnd.in-toto+json 12 hello wörld"), envelope.Signature));
        Assert.True(Envelope.Read(envelope.Write(), "test").IsSignedBy(key.Public));
    }

    [Fact]
    public void A_key_returns_from_its_seed()
    {
        using var made = SigningKey.New(out var seed);
        using var again = SigningKey.Of(seed, "test");
        Assert.Equal((32, made.Public.Id), (seed.Length, again.Public.Id));
        Assert.Throws<BadInputException>(() => SigningKey.Of(seed.AsSpan(1), "test"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("ed25519:")]
    [InlineData("ed25519:AAAA")]
    [InlineData("rsa:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("ed25519:not base64 at all")]
    public void Refuses_what_is_no_public_key(string text) => Assert.Throws<BadInputException>(() => VerificationKey.Parse(text, "test"));

    [Fact]
    public void Reads_a_line_or_a_list_of_keys()
    {
        using var key = SigningKey.New(out _);
        Assert.Equal(key.Public.Id, Assert.Single(TrustedKeys.Parse(key.Public.Text + "\n", "test")).Key.Id);
        var list = TrustedKeys.Parse($$"""{"schema":"pipeline-keys/1","keys":[{"public":"{{key.Public.Text}}","retired":null,"revoked":"2026-11-24T00:00:00+00:00","reason":"compromised"}]}""", "test");
        Assert.True(Assert.Single(list).Compromised);
        Assert.Throws<BadInputException>(() => TrustedKeys.Parse("""{"schema":"other/1","keys":[]}""", "test"));
        Assert.Throws<BadInputException>(() => TrustedKeys.Parse("{", "test"));
    }
}
