using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using Pipeline.Core.Canonical;
using Pipeline.Core.Inputs;

namespace Pipeline.Tests.Core.Canonical;

public sealed class CanonicalJsonTests
{
    private static string Written(JsonNode? node) => Encoding.UTF8.GetString(CanonicalJson.Write(node));

    /// <summary>RFC 8785, appendix B.</summary>
    [Theory]
    [InlineData(0x0000000000000000, "0")]
    [InlineData(0x8000000000000000, "0")]
    [InlineData(0x0000000000000001, "5e-324")]
    [InlineData(0x8000000000000001, "-5e-324")]
    [InlineData(0x7fefffffffffffff, "1.7976931348623157e+308")]
    [InlineData(0xffefffffffffffff, "-1.7976931348623157e+308")]
    [InlineData(0x4340000000000000, "9007199254740992")]
    [InlineData(0xc340000000000000, "-9007199254740992")]
    [InlineData(0x4430000000000000, "295147905179352830000")]
    [InlineData(0x44b52d02c7e14af5, "9.999999999999997e+22")]
    [InlineData(0x44b52d02c7e14af6, "1e+23")]
    [InlineData(0x44b52d02c7e14af7, "1.0000000000000001e+23")]
    [InlineData(0x444b1ae4d6e2ef4e, "999999999999999700000")]
    [InlineData(0x444b1ae4d6e2ef4f, "999999999999999900000")]
    [InlineData(0x444b1ae4d6e2ef50, "1e+21")]
    [InlineData(0x3eb0c6f7a0b5ed8c, "9.999999999999997e-7")]
    [InlineData(0x3eb0c6f7a0b5ed8d, "0.000001")]
    [InlineData(0x41b3de4355555553, "333333333.3333332")]
    [InlineData(0x41b3de4355555554, "333333333.33333325")]
    [InlineData(0x41b3de4355555555, "333333333.3333333")]
    [InlineData(0xbecbf647612f3696, "-0.0000033333333333333333")]
    [InlineData(0x43143ff3c1cb0959, "1424953923781206.2")]
    public void Writes_numbers_as_the_standard_says(ulong bits, string expected) => Assert.Equal(expected, Written(JsonValue.Create(BitConverter.UInt64BitsToDouble(bits))));

    /// <summary>RFC 8785, section 3.2.3: names in order of UTF-16 code units.</summary>
    [Fact]
    public void Sorts_names_and_escapes_as_the_standard_says()
    {
        var node = new JsonObject { ["\u20ac"] = "Euro Sign", ["\r"] = "Carriage Return", ["\ufb33"] = "Hebrew Letter Dalet With Dagesh", ["1"] = "One", ["\ud83d\ude00"] = "Emoji: Grinning Face", ["\u0080"] = "Control", ["\u00f6"] = "Latin Small Letter O With Diaeresis" };
        Assert.Equal("{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\",\"\u00f6\":\"Latin Small Letter O With Diaeresis\",\"\u20ac\":\"Euro Sign\",\"\ud83d\ude00\":\"Emoji: Grinning Face\",\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}", Written(node));
        // Section 3.2.2, the sample.
        var sample = JsonNode.Parse("""{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],"string":"\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/","literals":[null,true,false]}""");
        Assert.Equal("""{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}""", Written(sample));
    }

    [Fact]
    public void Every_double_returns_exactly() => Gen.Double.Where(double.IsFinite).Sample(value =>
        Assert.Equal(BitConverter.DoubleToInt64Bits(value == 0 ? 0 : value), BitConverter.DoubleToInt64Bits(JsonNode.Parse(Written(JsonValue.Create(value)))!.GetValue<double>())), iter: 5_000);

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Writes_no_number_that_JSON_does_not_have(double value) => Assert.ThrowsAny<ArgumentException>(() => Written(new JsonObject { ["a"] = JsonValue.Create(value) }));

    [Fact]
    public void Writes_no_half_of_a_surrogate_pair() => Assert.ThrowsAny<ArgumentException>(() => Written(JsonValue.Create("\ud83d")));

    [Theory]
    [InlineData("{\"a\":1}", true)]
    [InlineData("{\"a\": 1}", false)]
    [InlineData("{\"a\":1}\n", false)]
    [InlineData("{\"b\":1,\"a\":1}", false)]
    [InlineData("{\"a\":1,\"a\":1}", false)]
    [InlineData("{\"a\":1.0}", false)]
    [InlineData("{\"a\":1e0}", false)]
    [InlineData("{\"a\":\"\\u0041\"}", false)]
    [InlineData("{\"a\":1,}", false)]
    [InlineData("{\"a\":/**/1}", false)]
    [InlineData("\ufeff{\"a\":1}", false)]
    [InlineData("", false)]
    [InlineData("null", false)]
    public void Reads_one_form_alone(string text, bool canonical)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        if (canonical) Assert.Equal(text, Written(CanonicalJson.Read(bytes, "test")));
        else Assert.Throws<BadInputException>(() => CanonicalJson.Read(bytes, "test"));
    }

    [Fact]
    public void Deep_nesting_is_refused_and_does_not_crash() =>
        Assert.Throws<BadInputException>(() => CanonicalJson.Read(Encoding.UTF8.GetBytes(new string('[', 100_000) + new string(']', 100_000)), "test"));
}
