using System.Text.Json;
using Pipeline.Synthesis.Features;
using Pipeline.Tests.Core.Numerics;

namespace Pipeline.Tests.Synthesis;

/// <summary>The golden recipe: made-up hidden states and what docs/synthesis.md makes of them.</summary>
internal static class Recipe
{
    public static JsonElement Json { get; } = GoldenNumbers.Load("synthesis", "recipe.json");

    public static double[][] PublicHidden { get; } = Json.GetProperty("public_h").Matrix();

    public static int[] PublicLabels { get; } = Json.GetProperty("public_y").Integers();

    public static int[] PrivateLabels { get; } = Json.GetProperty("private_y").Integers();

    public static FeatureMap Map { get; } = FeatureMap.Fit(PublicHidden, Json.GetProperty("K").GetInt32());

    public static double[][] PublicPhi { get; } = Map.Map(PublicHidden);

    public static double[][] PrivatePhi { get; } = Map.Map(Json.GetProperty("private_h").Matrix());

    public static void Near(double expected, double actual) =>
        Assert.True(Math.Abs(expected - actual) <= 1e-8 * Math.Max(1e-3, Math.Abs(expected)), $"expected {expected:R}, got {actual:R}");

    public static void Near(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        foreach (var (e, a) in expected.Zip(actual)) Near(e, a);
    }
}
