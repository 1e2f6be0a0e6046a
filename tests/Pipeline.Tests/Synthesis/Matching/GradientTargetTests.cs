using Pipeline.Core.Inputs;
using Pipeline.Core.Privacy;
using Pipeline.Synthesis.Matching;
using Pipeline.Synthesis.Mechanisms;
using Pipeline.Tests.Synthesis.Mechanisms;

namespace Pipeline.Tests.Synthesis.Matching;

public sealed class GradientTargetTests
{
    private static GradientTarget Target(int classes) => new NoisyGradientPath(
        Private.Seal(MadeUpVectors.Of(200, classes)), new PathPrivacy(4, 1e-4, Neighbours.AddOrRemoveOneUnit, "record"), new PathShape(classes, 9), new SeededNoise(4)).RunOnce();

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Returns_from_its_file_exactly(int classes)
    {
        var target = Target(classes);
        var back = GradientTarget.FromJson(target.ToJson(), "target.json");
        Assert.Equal(target.Digest(), back.Digest());
        Assert.Equal(target.Head[1], back.Head[1]);
        Assert.Equal(target.Path[29].Gradient[0], back.Path[29].Gradient[0]);
        Assert.Equal((classes, 9), (back.Classes, back.Dimensions));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"means":[[1],[1]],"sizes":[1,1],"head":[[1],[1]],"path":[]}""")]
    [InlineData("""{"means":[[1],[1]],"sizes":[1,0],"head":[[1],[1]],"path":[{"head":[[1]],"gradient":[[1]]}]}""")]
    [InlineData("""{"means":[[1],[1]],"sizes":[1,1],"head":[[1],[1,2]],"path":[{"head":[[1]],"gradient":[[1]]}]}""")]
    [InlineData("""{"means":[[1],[1]],"sizes":[1,1],"head":[[1],[1]],"path":[{"head":[[1]],"gradient":[[1]]}],"more":1}""")]
    [InlineData("""{"means":[[1],[1]],"sizes":[1,1],"head":[[1],[1]],"path":[null]}""")]
    [InlineData("""{"means":[[1],null],"sizes":[1,1],"head":[[1],[1]],"path":[{"head":[[1]],"gradient":[[1]]}]}""")]
    public void Refuses_a_file_that_is_no_target(string json) =>
        Assert.Equal("target.json", Assert.Throws<BadInputException>(() => GradientTarget.FromJson(json, "target.json")).Problems[0].Where);

    [Fact]
    public void Texts_with_swapped_labels_pull_the_other_way()
    {
        var unseen = MadeUpVectors.Of(100, 2, seed: 3);
        var target = Target(2);
        Assert.InRange(GradientCheck.Of(target, unseen.Vectors, unseen.Labels).AlongPath[0], .8, 1);
        Assert.InRange(GradientCheck.Of(target, unseen.Vectors, [.. unseen.Labels.Select(y => 1 - y)]).AlongPath[0], -1, -.8);
    }
}
