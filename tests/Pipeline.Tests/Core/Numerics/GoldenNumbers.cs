using System.Text.Json;

namespace Pipeline.Tests.Core.Numerics;

/// <summary>Golden values and how near is near enough.</summary>
internal static class GoldenNumbers
{
    public static JsonElement Load(string area, string file) => JsonDocument.Parse(File.ReadAllText(Fixtures.Golden(area, file))).RootElement;

    public static IEnumerable<JsonElement> Rows(this JsonElement root, string name) => root.GetProperty(name).EnumerateArray();

    public static double Number(this JsonElement row, string name) => row.GetProperty(name).GetDouble();

    public static int Whole(this JsonElement row, string name) => row.GetProperty(name).GetInt32();

    public static double[] Vector(this JsonElement array) => [.. array.EnumerateArray().Select(x => x.GetDouble())];

    public static double[][] Matrix(this JsonElement array) => [.. array.EnumerateArray().Select(Vector)];

    public static int[] Integers(this JsonElement array) => [.. array.EnumerateArray().Select(x => x.GetInt32())];

    public static void Near(double expected, double actual, double relative, JsonElement row = default) =>
        Assert.True(Math.Abs(actual - expected) <= relative * Math.Abs(expected) + 1e-300, $"expected {expected:R}, got {actual:R} in {row}");
}
