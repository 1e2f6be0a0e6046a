using Pipeline.Synthesis.Models.Transformers;
using TorchSharp;
using static TorchSharp.torch;

namespace Pipeline.Tests.Synthesis.Models;

public sealed class AttentionTests
{
    [Theory]
    [InlineData(DeviceType.CPU)]
    [InlineData(DeviceType.CUDA)]
    public void Two_products_and_a_softmax_are_the_librarys_attention_there_and_back(DeviceType type)
    {
        var device = Devices.Of(type);
        using var scope = NewDisposeScope();
        random.manual_seed(3);
        var shapes = new long[][] { [2, 3, 5, 16], [2, 3, 7, 16], [2, 3, 7, 16] };
        Tensor[] own = [.. shapes.Select(shape => randn(shape, ScalarType.Float64, device).requires_grad_(true))];
        var mask = zeros([2, 1, 1, 7], ScalarType.Float64, device);
        mask[1, 0, 0, 6] = float.NegativeInfinity;
        var slope = randn([2, 3, 5, 16], ScalarType.Float64, device);
        var plain = nn.functional.scaled_dot_product_attention(own[0], own[1], own[2], mask.expand(2, 1, 5, 7));
        var products = CausalAttention.ByProducts(own[0], own[1], own[2], mask);
        Near(plain, products);
        foreach (var (expected, actual) in autograd.grad([plain], own, [slope]).Zip(autograd.grad([products], own, [slope]))) Near(expected, actual);

        static void Near(Tensor expected, Tensor actual) => Assert.InRange((expected - actual).abs().max().ToDouble(), 0, 1e-12);
    }
}
