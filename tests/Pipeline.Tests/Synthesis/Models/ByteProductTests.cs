using CsCheck;
using Pipeline.Synthesis.Models.Transformers;
using TorchSharp;
using static TorchSharp.torch;

namespace Pipeline.Tests.Synthesis.Models;

public sealed class ByteProductTests
{
    /// <summary>Sums of 600 products of bytes stay below 2^24, where floats hold every integer.</summary>
    [Fact]
    public void The_sums_are_those_of_integers()
    {
        Devices.RequireByteProducts();
        Gen.Select(Gen.Int[1, 40], Gen.OneOf(Gen.Int[2, 80], Gen.Int[500, 600]), Gen.Int[1, 70], Gen.Int[0, 1000]).Sample(
            (n, width, rows, seed) =>
            {
                using var scope = NewDisposeScope();
                using var quiet = no_grad();
                var generator = new torch.Generator((ulong)seed);
                var x = randint(0, 256, [n, width], generator: generator).to(ScalarType.Byte);
                var w = randint(-127, 128, [rows, width], generator: generator).to(ScalarType.Int8);
                var scales = rand(rows, generator: generator);
                var exact = (x.to(ScalarType.Float64) - ByteProduct.Zero).matmul(w.to(ScalarType.Float64).t());
                Assert.True(exact.abs().max().ToDouble() < 1 << 24);
                var product = ByteProduct.Of(x, ByteProduct.Pack(w), ones(rows), zeros(rows, ScalarType.Int32));
                Assert.Equal(ScalarType.Float32, product.dtype);
                Assert.True(product.to(ScalarType.Float64).equal(exact).all().ToBoolean());
                var scaled = ByteProduct.Of(x, ByteProduct.Pack(w), scales, zeros(rows, ScalarType.Int32));
                Assert.True((scaled - exact * scales).abs().le(1e-6 * (1 + (exact * scales).abs())).all().ToBoolean());
            },
            iter: 60, threads: 1);
    }

    [Fact]
    public async Task Threads_may_multiply_at_once()
    {
        Devices.RequireByteProducts();
        using var w = randint(-127, 128, [96, 64]).to(ScalarType.Int8);
        using var packed = ByteProduct.Pack(w);
        var (scales, none) = (ones(96), zeros(96, ScalarType.Int32));
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            using var quiet = no_grad();
            for (var i = 0; i < 50; i++)
            {
                using var scope = NewDisposeScope();
                var x = randint(0, 256, [1 + i % 24, 64]).to(ScalarType.Byte);
                var exact = (x.to(ScalarType.Float32) - ByteProduct.Zero).matmul(w.to(ScalarType.Float32).t());
                Assert.True(ByteProduct.Of(x, packed, scales, none).equal(exact).all().ToBoolean());
            }
        }, TestContext.Current.CancellationToken)));
    }
}
