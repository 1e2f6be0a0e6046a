using System.Text.Json;

namespace Pipeline.Tests.Synthesis.Models;

/// <summary>The golden values of the shipped language model; see README.md beside them for their origin and tolerances.</summary>
internal static class GoldenModel
{
    public static string Path => Fixtures.Shipped("pipelines", "models", "smollm2-135m-instruct-q4_1.gguf");

    public static JsonElement Json(string file)
    {
        return JsonElement.Parse(File.ReadAllText(Fixtures.Golden("model", file)));
    }

    public static IEnumerable<JsonElement> Lines(string file) =>
        File.ReadLines(Fixtures.Golden("model", file)).Where(line => line.Length > 0).Select(line => JsonElement.Parse(line));

    public static int[] Ids(this JsonElement element, string name) => [.. element.GetProperty(name).EnumerateArray().Select(id => id.GetInt32())];

    public static float[] Floats(this JsonElement element, string name) => [.. element.GetProperty(name).EnumerateArray().Select(value => value.GetSingle())];

    public static double[] Doubles(this JsonElement element, string name) => [.. element.GetProperty(name).EnumerateArray().Select(value => value.GetDouble())];

    public static string Text(this JsonElement element, string name) => element.GetProperty(name).GetString()!;

    public static void Near(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], tolerance);
    }
}
