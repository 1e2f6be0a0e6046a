using System.Text.Json;
using Pipeline.Synthesis.Gradients;
using TorchSharp;
using static TorchSharp.torch;

namespace Pipeline.Tests.Synthesis.Gradients;

public sealed class ClosedFormTests
{
    private static readonly JsonElement Golden = TinyLlama.Golden("matching.json");

    public static TheoryData<ScalarType, double, DeviceType> Types => new()
    {
        { ScalarType.Float64, 1e-10, DeviceType.CPU },
        { ScalarType.Float32, 1e-5, DeviceType.CPU },
        { ScalarType.Float64, 1e-10, DeviceType.CUDA },
        { ScalarType.Float32, 1e-5, DeviceType.CUDA },
    };

    /// <summary>The golden losses: the two label rows alone, and all 320.</summary>
    private static CosineLoss Restricted(TinyLlama tiny)
    {
        long[] rows = [Golden.GetProperty("label_a").GetInt64(), Golden.GetProperty("label_b").GetInt64()];
        return CosineLoss.Against(tiny.Head.index_select(0, tensor(rows, device: tiny.Device)), zeros([3], ScalarType.Int64, tiny.Device), tiny.Tensor(Golden.GetProperty("restricted").GetProperty("T")));
    }

    private static CosineLoss Full(TinyLlama tiny) => new(
        tiny.Head, full([3], Golden.GetProperty("label_a").GetInt64(), ScalarType.Int64, tiny.Device),
        tiny.Tensor(Golden.GetProperty("full").GetProperty("pair_residuals")), tiny.Tensor(Golden.GetProperty("full").GetProperty("pair_hiddens")));

    private static Tensor Suffix(TinyLlama tiny) =>
        tiny.Table.index_select(0, tensor(Golden.GetProperty("suffix_ids").EnumerateArray().Select(id => id.GetInt64()).ToArray(), device: tiny.Device));

    private static HiddenLoss At(TinyLlama tiny, IHiddenLoss loss) =>
        InputGradient.Of(tiny.Model, tiny.Tensor(Golden.GetProperty("X")), empty([0, 32], tiny.Head.dtype, tiny.Device), Suffix(tiny), loss);

    [Theory]
    [MemberData(nameof(Types))]
    public void Two_rows_agree_with_the_golden_loss_and_gradient(ScalarType type, double tolerance, DeviceType device)
    {
        using var scope = NewDisposeScope();
        using var tiny = new TinyLlama(type, device);
        using var loss = Restricted(tiny);
        Agrees(At(tiny, loss), Golden.GetProperty("restricted"), tiny, tolerance);
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void The_full_vocabulary_agrees_with_the_golden_loss_and_gradient(ScalarType type, double tolerance, DeviceType device)
    {
        using var scope = NewDisposeScope();
        using var tiny = new TinyLlama(type, device);
        using var loss = Full(tiny);
        Agrees(At(tiny, loss), Golden.GetProperty("full"), tiny, tolerance);
    }

    [Fact]
    public void Agrees_with_a_double_backward_pass()
    {
        using var scope = NewDisposeScope();
        using var tiny = new TinyLlama(ScalarType.Float64);
        using var loss = Full(tiny);
        var target = tiny.Tensor(Golden.GetProperty("full").GetProperty("pair_residuals")).t().mm(tiny.Tensor(Golden.GetProperty("full").GetProperty("pair_hiddens")));
        var labels = full([3], Golden.GetProperty("label_a").GetInt64(), ScalarType.Int64);
        var (expected, gradient) = DoubleBackward.Of(tiny.Model, tiny.Tensor(Golden.GetProperty("X")), Suffix(tiny), tiny.Head, labels, target);
        var actual = At(tiny, loss);
        Assert.Equal(expected, actual.Loss, 1e-12);
        Assert.InRange(TinyLlama.Farthest(gradient, actual.Gradient), 0, 1e-12);
    }

    [Fact]
    public void Texts_taken_in_parts_give_the_same_gradient_as_all_at_once()
    {
        using var scope = NewDisposeScope();
        using var tiny = new TinyLlama(ScalarType.Float64);
        using var loss = Full(tiny);
        var parts = InputGradient.Of(tiny.Model, tiny.Tensor(Golden.GetProperty("X")), empty([0, 32], tiny.Head.dtype), Suffix(tiny), loss, atOnce: 2);
        Agrees(parts, Golden.GetProperty("full"), tiny, 1e-10);
    }

    private static void Agrees(HiddenLoss actual, JsonElement golden, TinyLlama tiny, double tolerance)
    {
        Assert.Equal(golden.GetProperty("loss").GetDouble(), actual.Loss, tolerance);
        using var expected = tiny.Tensor(golden.GetProperty("dX"));
        Assert.InRange(TinyLlama.Farthest(expected, actual.Gradient), 0, tolerance);
    }
}
