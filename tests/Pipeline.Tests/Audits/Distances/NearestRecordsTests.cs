using System.Text.Json;
using Pipeline.Audits.Distances;
using Pipeline.Core.Numerics;
using static Pipeline.Tests.Core.Numerics.GoldenNumbers;

namespace Pipeline.Tests.Audits.Distances;

public sealed class NearestRecordsTests
{
    private static readonly JsonElement Golden = Load("audit", "dcr.json");

    [Theory]
    [InlineData("euclidean", VectorDistance.Euclidean, 1)]
    [InlineData("cosine", VectorDistance.Cosine, 1)]
    [InlineData("cosine", VectorDistance.Cosine, 3)]
    public void Nearest_records_are_the_golden_ones(string name, VectorDistance distance, int workers)
    {
        foreach (var row in Golden.Rows("cases"))
        {
            var expected = row.GetProperty(name);
            NearestRecord[] Among(string part) =>
                NearestRecords.Of(row.GetProperty("synthetic").Matrix(), row.GetProperty(part).Matrix(), distance, workers, TestContext.Current.CancellationToken);
            var (train, holdout) = (Among("train"), Among("holdout"));
            foreach (var (part, own) in new[] { ("train", train), ("holdout", holdout) })
            {
                All(expected.GetProperty("dcr_" + part), own, one => one.Distance);
                Assert.Equal(expected.GetProperty("nearest_" + part).Integers(), own.Select(one => one.Index));
                All(expected.GetProperty("nndr_" + part), own, one => one.Ratio);
            }
            double[] distances = [.. train.Select(one => one.Distance)];
            Assert.Equal(expected.Whole("exact_copies_of_train"), distances.Count(apart => apart == 0));
            Assert.Equal(expected.Number("dcr_train_q05"), Quantiles.At(distances, .05), 1e-12 + 1e-9 * expected.Number("dcr_train_q05"));
            Assert.Equal(expected.Number("dcr_train_median"), Quantiles.At(distances, .5), 1e-12 + 1e-9 * expected.Number("dcr_train_median"));

            var closer = Closer.Of(train, holdout);
            Assert.Equal((expected.Whole("closer_to_train"), expected.Whole("ties"), expected.Whole("closer_to_holdout")), (closer.ToFirst, closer.Ties, closer.ToSecond));
            Near(expected.Number("sign_test_p_greater"), closer.SignTest, 1e-9, expected);
            Assert.Equal(expected.Number("share_half_ties"), (closer.ToFirst + closer.Ties / 2.0) / closer.Count, 1e-12);
            var bounds = expected.GetProperty("share_strict_cp_95").Vector();
            Near(bounds[0], ClopperPearson.Lower(closer.ToFirst, closer.Count, .975), 1e-9, expected);
            Near(bounds[1], ClopperPearson.Upper(closer.ToFirst, closer.Count, .975), 1e-9, expected);
            var wilson = WilsonScore.Of(closer.ToFirst, closer.Count, .95);
            Assert.Equal(expected.GetProperty("share_strict_wilson_95").Vector()[0], wilson.Lower, 1e-9);
            Assert.Equal(expected.GetProperty("share_strict_wilson_95").Vector()[1], wilson.Upper, 1e-9);
        }
    }

    private static void All(JsonElement expected, NearestRecord[] own, Func<NearestRecord, double> of)
    {
        Assert.Equal(expected.GetArrayLength(), own.Length);
        foreach (var (golden, one) in expected.EnumerateArray().Zip(own))
        {
            if (golden.ValueKind == JsonValueKind.Null) Assert.True(double.IsNaN(of(one)));
            else Assert.Equal(golden.GetDouble(), of(one), 1e-12 + 1e-9 * Math.Abs(golden.GetDouble()));
        }
    }
}
