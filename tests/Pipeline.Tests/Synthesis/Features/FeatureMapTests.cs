using CsCheck;
using Pipeline.Core.Numerics;
using Pipeline.Synthesis.Features;
using Pipeline.Tests.Core.Numerics;

namespace Pipeline.Tests.Synthesis.Features;

public sealed class FeatureMapTests
{
    [Fact]
    public void Radius_and_singular_values_are_the_golden_ones()
    {
        Recipe.Near(Recipe.Json.Number("radius"), Recipe.Map.Radius);
        Recipe.Near(Recipe.Json.GetProperty("singular_values").Vector(), [.. Recipe.Map.SingularValues]);
    }

    [Fact]
    public void Inner_products_are_the_golden_ones()
    {
        var gram = Recipe.Json.GetProperty("phi_public_gram_first10").Matrix();
        var cross = Recipe.Json.GetProperty("phi_private_public_first10").Matrix();
        for (var i = 0; i < 10; i++)
        {
            for (var j = 0; j < 10; j++)
            {
                Recipe.Near(gram[i][j], Dense.Dot(Recipe.PublicPhi[i], Recipe.PublicPhi[j]));
                Recipe.Near(cross[i][j], Dense.Dot(Recipe.PrivatePhi[i], Recipe.PublicPhi[j]));
            }
        }
        Recipe.Near(Recipe.Json.GetProperty("phi_norms_private").Vector(), [.. Recipe.PrivatePhi.Select(phi => Dense.Norm(phi))]);
    }

    [Fact]
    public void No_feature_vector_is_longer_than_one() =>
        Gen.Float.Where(x => float.IsFinite(x) && Math.Abs(x) < 1e30f).Array[24]
            .Sample(hidden => Dense.Norm(Recipe.Map.Map(hidden)) <= 1);

    // A constant column and a repeated one make eigenvalues of zero, where a decomposition is most easily wrong.
    [Fact]
    public void All_directions_together_keep_every_length()
    {
        double[][] hidden = [.. Recipe.PublicHidden.Select(h => (double[])[.. h, h[0], 3])];
        var map = FeatureMap.Fit(hidden, 26);
        double[] mean = [.. Enumerable.Range(0, 26).Select(j => hidden.Average(h => h[j]))];
        double[] deviation = [.. Enumerable.Range(0, 26).Select(j => Math.Sqrt(hidden.Average(h => Math.Pow(h[j] - mean[j], 2))) + 1e-5)];
        var inside = 0;
        foreach (var h in hidden)
        {
            var square = 1 + h.Select((x, j) => Math.Pow((x - mean[j]) / deviation[j], 2)).Sum();
            if (square >= map.Radius * map.Radius) continue;
            inside++;
            Assert.Equal(Math.Sqrt(square) / map.Radius, Dense.Norm(map.Map(h)), 1e-9);
        }
        Assert.Equal(40, inside);
        Assert.True(map.SingularValues.Zip(map.SingularValues.Skip(1)).All(pair => pair.First >= pair.Second));
        Assert.InRange(map.SingularValues[^1], 0, 1e-5);
    }

    [Fact]
    public void The_same_public_text_gives_the_same_map() =>
        Assert.Equal(Recipe.Map.Digest(), FeatureMap.Fit(Recipe.PublicHidden, 6).Digest());

    [Fact]
    public void Another_public_text_gives_another_map() =>
        Assert.NotEqual(Recipe.Map.Digest(), FeatureMap.Fit(Recipe.PublicHidden[1..], 6).Digest());

    [Fact]
    public void Refuses_to_fit_more_directions_than_the_text_can_show()
    {
        Assert.Throws<ArgumentException>(() => FeatureMap.Fit(Recipe.PublicHidden[..6], 6));
        Assert.Throws<ArgumentException>(() => FeatureMap.Fit(Recipe.PublicHidden, 25));
    }

    [Fact]
    public void Refuses_states_that_are_not_finite() =>
        Assert.Throws<ArgumentException>(() => FeatureMap.Fit([[1, float.NaN], [0, 1], [1, 0]], 1));

    [Fact]
    public void Refuses_a_state_of_another_width() => Assert.Throws<ArgumentException>(() => Recipe.Map.Map(new float[23]));

    [Fact]
    public void Takes_twelve_directions_a_class() => Assert.Equal(48, FeatureMap.DirectionsFor(4));
}
