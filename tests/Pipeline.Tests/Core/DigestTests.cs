using Pipeline.Core;

namespace Pipeline.Tests.Core;

public sealed class DigestTests
{
    [Fact]
    public void Is_the_SHA256_of_the_bytes() =>
        Assert.Equal("sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", Digest.Of("abc").ToString());

    [Fact]
    public void Tells_sequences_with_the_same_concatenation_apart()
    {
        using var digester = new Digester();
        var first = digester.Add("ab").Add("c").Finish();
        Assert.NotEqual(first, digester.Add("a").Add("bc").Finish());
        Assert.Equal(first, digester.Add("ab").Add("c").Finish());
    }

    [Theory]
    [InlineData("")]
    [InlineData("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    [InlineData("sha256:BA7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    [InlineData("sha256:ba7816")]
    public void Refuses_to_parse_anything_else(string text) => Assert.Throws<FormatException>(() => Digest.Parse(text));
}
