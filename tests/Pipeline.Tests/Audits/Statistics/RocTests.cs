using System.Text.Json;
using CsCheck;
using Pipeline.Audits.Statistics;
using static Pipeline.Tests.Core.Numerics.GoldenNumbers;

namespace Pipeline.Tests.Audits.Statistics;

public sealed class RocTests
{
    private static readonly JsonElement Golden = Load("numerics", "statistics.json");

    private static readonly Gen<(double[] Members, double[] NonMembers)> Scores = Gen.Select(Gen.Int[-5, 5].Array[1, 20], Gen.Int[-5, 5].Array[1, 20])
        .Select(both => (Array.ConvertAll(both.Item1, x => (double)x), Array.ConvertAll(both.Item2, x => (double)x)));

    [Fact]
    public void Area_error_points_and_rates_are_the_golden_ones()
    {
        foreach (var row in Golden.Rows("roc"))
        {
            var roc = new Roc(row.GetProperty("members").Vector(), row.GetProperty("nonmembers").Vector());
            Near(row.Number("auc"), roc.Auc, 1e-9, row);
            Near(row.Number("mann_whitney_u"), roc.U, 1e-9, row);
            Assert.Equal(row.Number("delong_se"), roc.StandardError, 1e-12);
            foreach (var target in row.Rows("tpr_at_fpr"))
            {
                var point = roc.At(target.Number("fpr"));
                Near(target.Number("threshold"), (double)point.TruePositives / roc.Members, 1e-9, target);
                Assert.True(point.FalsePositives <= target.Number("fpr") * roc.NonMembers * (1 + 1e-9));
                Assert.Equal(target.GetProperty("resolvable").GetBoolean(), roc.Resolves(target.Number("fpr")));
            }
            if (row.GetProperty("roc").ValueKind == JsonValueKind.Null) continue;
            foreach (var (golden, own) in row.GetProperty("roc").Matrix().Zip(roc.Points(), (golden, own) => (golden, own)))
            {
                Assert.Equal(golden[0], own.FalsePositiveRate, 1e-12);
                Assert.Equal(golden[1], own.TruePositiveRate, 1e-12);
            }
            Assert.Equal(row.GetProperty("roc").GetArrayLength(), roc.Points().Count);
        }
    }

    [Fact]
    public void Only_the_order_of_scores_counts_and_turning_them_round_turns_the_area() => Scores.Sample((members, nonMembers) =>
    {
        var roc = new Roc(members, nonMembers);
        var stretched = new Roc([.. members.Select(Math.Exp)], [.. nonMembers.Select(Math.Exp)]);
        var turned = new Roc([.. members.Select(x => -x)], [.. nonMembers.Select(x => -x)]);
        Assert.Equal(roc.Auc, stretched.Auc, 1e-12);
        Assert.Equal(1 - roc.Auc, turned.Auc, 1e-12);
        Assert.Equal(roc.StandardError, turned.StandardError, 1e-12);
        Assert.Equal(roc.At(.2).TruePositives, stretched.At(.2).TruePositives);
    }, iter: 300);

    /// <summary>The area under the polyline through the points is the area with ties at one half.</summary>
    [Fact]
    public void The_area_is_the_area_under_the_points() => Scores.Sample((members, nonMembers) =>
    {
        var roc = new Roc(members, nonMembers);
        var area = roc.Points().Zip(roc.Points().Skip(1), (a, b) => (b.FalsePositiveRate - a.FalsePositiveRate) * (a.TruePositiveRate + b.TruePositiveRate) / 2).Sum();
        Assert.Equal(roc.Auc, area, 1e-12);
    }, iter: 300);

    [Fact]
    public void Scores_that_are_no_numbers_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new Roc([1], []));
        Assert.Throws<ArgumentException>(() => new Roc([1, double.NaN], [0]));
    }
}
