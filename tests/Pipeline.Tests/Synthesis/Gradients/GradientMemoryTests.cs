using Pipeline.Synthesis.Gradients;
using Pipeline.Tests.Synthesis.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Pipeline.Tests.Synthesis.Gradients;

/// <summary>Alone, because it counts the tensors of the whole process.</summary>
[Collection(LoadedModelCollection.Name)]
public sealed class GradientMemoryTests
{
    [Theory]
    [InlineData(DeviceType.CPU)]
    [InlineData(DeviceType.CUDA)]
    public void Two_hundred_steps_leave_no_tensor_behind(DeviceType type)
    {
        using var scope = NewDisposeScope();
        using var tiny = new TinyLlama(ScalarType.Float32, type);
        var device = tiny.Device;
        using var loss = CosineLoss.Against(tiny.Head, zeros([3], ScalarType.Int64, device), ones([320, 32], device: device));
        var (input, before, after) = (ones([3, 6, 32], device: device), empty([0, 32], device: device), ones([2, 32], device: device));
        void Step() => InputGradient.Of(tiny.Model, input, before, after, loss).Dispose();
        Step();
        var count = Tensor.TotalCount;
        for (var step = 0; step < 200; step++) Step();
        Assert.Equal(count, Tensor.TotalCount);
    }
}
