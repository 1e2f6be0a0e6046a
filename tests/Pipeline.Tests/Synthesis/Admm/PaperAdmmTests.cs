using System.Text.Json;
using Pipeline.Synthesis.Admm;
using Pipeline.Synthesis.Gradients;
using Pipeline.Tests.Synthesis.Gradients;
using TorchSharp;
using static TorchSharp.torch;

namespace Pipeline.Tests.Synthesis.Admm;

/// <summary>The golden run of the paper's ADMM with the closed-form gradient.</summary>
public sealed class PaperAdmmTests
{
    private static readonly JsonElement Golden = TinyLlama.Golden("admm.json");
    private static readonly JsonElement Matching = TinyLlama.Golden("matching.json");

    [Theory]
    [InlineData(ScalarType.Float64, 1e-9, DeviceType.CPU)]
    [InlineData(ScalarType.Float32, 1e-3, DeviceType.CPU)]
    [InlineData(ScalarType.Float64, 1e-9, DeviceType.CUDA)]
    [InlineData(ScalarType.Float32, 1e-3, DeviceType.CUDA)]
    public void Agrees_with_the_golden_run_step_by_step(ScalarType type, double tolerance, DeviceType place)
    {
        using var scope = NewDisposeScope();
        using var tiny = new TinyLlama(type, place);
        var device = tiny.Device;
        using var loss = CosineLoss.Against(
            tiny.Head.index_select(0, tensor(new[] { Matching.GetProperty("label_a").GetInt64(), Matching.GetProperty("label_b").GetInt64() }, device: device)),
            zeros([3], ScalarType.Int64, device), tiny.Tensor(Matching.GetProperty("restricted").GetProperty("T")));
        var after = tiny.Table.index_select(0, tensor(Matching.GetProperty("suffix_ids").EnumerateArray().Select(id => id.GetInt64()).ToArray(), device: device));
        using var projection = new TokenProjection(tiny.Table);
        using var admm = new PaperAdmm(
            tiny.Tensor(Matching.GetProperty("X")), x => InputGradient.Of(tiny.Model, x, empty([0, 32], type, device), after, loss), projection,
            new AdmmSettings { Rho = Golden.GetProperty("rho").GetDouble(), Rate = Golden.GetProperty("lr").GetDouble(), Steps = Golden.GetProperty("inner_steps").GetInt32(), Rounds = 3 });
        Assert.Equal(Ids(Golden.GetProperty("z0_ids")), admm.Tokens.cpu().data<long>().ToArray());

        var rounds = admm.Run(TestContext.Current.CancellationToken);
        foreach (var (expected, actual) in Golden.GetProperty("outer").EnumerateArray().Zip(rounds))
        {
            Assert.Equal(Ids(expected.GetProperty("z_ids")), actual.Tokens.SelectMany(row => row).Select(id => (long)id));
            Near([.. expected.GetProperty("loss").EnumerateArray().Select(x => x.GetDouble())], actual.Losses);
            Near([.. expected.GetProperty("objective").EnumerateArray().Select(x => x.GetDouble())], actual.Objectives);
            Near([.. new[] { "loss_before", "objective_before", "primal_residual", "dual_residual" }.Select(name => expected.GetProperty(name).GetDouble())],
                [actual.LossBefore, actual.ObjectiveBefore, actual.Primal, actual.Dual]);
        }
        Assert.Equal(3, rounds.Count);
        Assert.InRange(TinyLlama.Farthest(tiny.Tensor(Golden.GetProperty("x")), admm.X), 0, tolerance);
        Assert.InRange(TinyLlama.Farthest(tiny.Tensor(Golden.GetProperty("z")), admm.Z), 0, tolerance);
        Assert.InRange(TinyLlama.Farthest(tiny.Tensor(Golden.GetProperty("u")), admm.U), 0, tolerance);

        void Near(IReadOnlyList<double> expected, IReadOnlyList<double> actual)
        {
            Assert.Equal(expected.Count, actual.Count);
            foreach (var (e, a) in expected.Zip(actual)) Assert.Equal(e, a, tolerance);
        }
    }

    private static IEnumerable<long> Ids(JsonElement rows) => rows.EnumerateArray().SelectMany(row => row.EnumerateArray()).Select(id => id.GetInt64());
}
