using System.Runtime.InteropServices;
using CsCheck;
using Pipeline.Synthesis.Generation;
using TorchSharp;
using static TorchSharp.torch;

namespace Pipeline.Tests.Synthesis.Generation;

public sealed class StepAttentionTests
{
    private static readonly Gen<(int[] Lengths, int Room, int KeyHeads, int Shared, int Blocks, ulong Seed)> cases = Gen.Select(
        Gen.Int[1, 40].Array[1, 5], Gen.Int[0, 3], Gen.Int[1, 3], Gen.Int[1, 4], Gen.Int[1, 2], Gen.ULong[0, 1000]);

    [Fact]
    public void Every_row_sees_what_the_librarys_attention_shows_it_of_its_own_positions() =>
        cases.Sample(
            one =>
            {
                using var scope = NewDisposeScope();
                using var quiet = no_grad();
                var (positions, heads, width) = (one.Lengths.Max() + one.Room, one.KeyHeads * one.Shared, 64 * one.Blocks);
                var generator = new torch.Generator(one.Seed);
                var queries = 3 * randn(one.Lengths.Length, heads, width, generator: generator); // (n, H, D)
                var keys = randn(one.Lengths.Length, positions, one.KeyHeads, width, generator: generator); // (n, S, G, D)
                var values = randn(one.Lengths.Length, positions, one.KeyHeads, width, generator: generator);
                var seen = new float[one.Lengths.Length * heads * width];
                new StepAttention(heads, one.KeyHeads, width, positions).Attend(Floats(queries), Floats(keys), Floats(values), one.Lengths, seen);
                for (var row = 0; row < one.Lengths.Length; row++)
                {
                    var expected = nn.functional.scaled_dot_product_attention(queries[row].unsqueeze(1), Own(keys, row), Own(values, row)); // (H, 1, D)
                    Assert.True(allclose(expected.flatten(), tensor(seen).view(one.Lengths.Length, -1)[row], rtol: 1e-4, atol: 1e-5));
                }

                Tensor Own(Tensor room, int row) => room[row].narrow(0, 0, one.Lengths[row]).transpose(0, 1).repeat_interleave(one.Shared, 0); // (H, length, D)
            },
            iter: 200, threads: 1);

    private static ReadOnlySpan<float> Floats(Tensor values) => MemoryMarshal.Cast<byte, float>(values.bytes);
}
