using CsCheck;
using Pipeline.Synthesis.Selection;

namespace Pipeline.Tests.Synthesis.Selection;

public sealed class ClassQuotasTests
{
    [Fact]
    public void Even_shares_differ_by_one_at_most() => Assert.Equal([4, 3, 3], ClassQuotas.Even(10, 3));

    [Fact]
    public void Follows_the_released_sizes_with_two_of_each_at_least() =>
        Assert.Equal([80, 18, 2], ClassQuotas.AsReleased(100, [800, 180, 3], [500, 500, 500]));

    [Fact]
    public void What_a_class_cannot_give_the_others_do() => Assert.Equal([30, 60, 10], ClassQuotas.AsReleased(100, [800, 180, 30], [30, 500, 500]));

    [Fact]
    public void Gives_as_many_as_are_asked_for_and_available() =>
        Gen.Select(Gen.Int[1, 300], Gen.Double[1, 1e5].Array[2, 50], Gen.Int[1, 60].Array[50]).Sample((texts, sizes, room) =>
        {
            var available = room[..sizes.Length];
            var wanted = ClassQuotas.AsReleased(texts, sizes, available);
            Assert.Equal(Math.Min(texts, available.Sum()), wanted.Sum());
            Assert.All(wanted.Zip(available), pair => Assert.InRange(pair.First, 0, pair.Second));
            if (texts >= 2 * sizes.Length) Assert.All(wanted.Zip(available), pair => Assert.True(pair.First >= Math.Min(2, pair.Second)));
        }, iter: 300);
}
