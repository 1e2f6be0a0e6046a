using Pipeline.Core.Privacy;
using Pipeline.Synthesis.Mechanisms;

namespace Pipeline.Tests.Synthesis.Mechanisms;

public sealed class NoiseSourceTests
{
    [Fact]
    public void Integers_below_a_bound_come_up_equally_often()
    {
        var noise = new SeededNoise(1);
        var seen = new int[5];
        for (var i = 0; i < 50_000; i++) seen[(int)noise.Below(5)]++;
        Assert.All(seen, count => Assert.InRange(count, 9_500, 10_500));
    }

    [Fact]
    public void Bounds_of_every_width_are_kept()
    {
        var noise = new SeededNoise(2);
        for (var bits = 1; bits < 128; bits++)
        {
            var bound = (UInt128.One << bits) + 1;
            var drawn = Enumerable.Range(0, 60).Select(_ => noise.Below(bound)).ToList();
            Assert.All(drawn, x => Assert.True(x < bound));
            Assert.Contains(drawn, x => x > bound / 2);
        }
        Assert.Equal(UInt128.Zero, noise.Below(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => noise.Below(0));
    }

    [Fact]
    public void A_seed_repeats_and_says_so()
    {
        byte[] first = new byte[100], second = new byte[100], third = new byte[100];
        new SeededNoise(7).Fill(first);
        new SeededNoise(7).Fill(second);
        new SeededNoise(8).Fill(third);
        Assert.Equal(first, second);
        Assert.NotEqual(first, third);
        Assert.Equal(NoiseOrigin.Seeded, new SeededNoise(7).Origin);
    }

    [Fact]
    public void The_operating_systems_bytes_never_repeat_across_blocks()
    {
        var noise = new OperatingSystemNoise();
        var bytes = new byte[10_000];
        noise.Fill(bytes);
        Assert.Equal(625, bytes.Chunk(16).Select(Convert.ToHexString).Distinct().Count());
        Assert.Equal(NoiseOrigin.OperatingSystem, noise.Origin);
    }
}
