using Pipeline.Cli.Pulling;
using Pipeline.Core.Inputs;

namespace Pipeline.Tests.Cli.Pulling;

/// <summary>What a person may ask for; all of it is judged before the network is.</summary>
public sealed class PullPlanTests
{
    private static PullPlan Of(string source, string? sha256 = null, string[]? files = null, string? revision = null, string? host = null) =>
        PullPlan.Of(source, "models", sha256, files ?? [], revision, host);

    [Theory]
    [InlineData("tiny")]
    [InlineData("lab/tiny/more")]
    [InlineData("lab/..")]
    [InlineData("../tiny")]
    [InlineData("lab/ti ny")]
    [InlineData("lab/tiny?x")]
    [InlineData("")]
    [InlineData("ftp://host/model.gguf")]
    [InlineData("file:///etc/model.gguf")]
    [InlineData("https://user:word@host/model.gguf")]
    [InlineData("https://host/")]
    [InlineData("https://host/%2e%2e")]
    [InlineData("https://host/..%2Fmodel.gguf")]
    [InlineData("https://host/a%5Cb.gguf")]
    [InlineData("https://host/SOURCE.txt")]
    [InlineData("https://host/model.gguf.part")]
    [InlineData("https://")]
    public void Sources_that_cannot_be_are_refused(string source) => Assert.Throws<BadInputException>(() => Of(source));

    [Theory]
    [InlineData("../up.gguf")]
    [InlineData("/etc/passwd")]
    [InlineData("a//b")]
    [InlineData(".hidden")]
    [InlineData("a\\b")]
    [InlineData("source.TXT")]
    [InlineData("")]
    public void File_names_that_could_lead_elsewhere_are_refused(string file) =>
        Assert.Equal("--file", Assert.Single(Assert.Throws<BadInputException>(() => Of("lab/tiny", files: [file])).Problems).Where);

    [Fact]
    public void Options_that_contradict_each_other_are_refused()
    {
        Assert.Throws<BadInputException>(() => Of("https://host/a.gguf", files: ["b.gguf"]));
        Assert.Throws<BadInputException>(() => Of("https://host/a.gguf", revision: "main"));
        Assert.Throws<BadInputException>(() => Of("https://host/a.gguf", host: "https://hub.example"));
        Assert.Throws<BadInputException>(() => Of("lab/tiny", sha256: new string('a', 64)));
        Assert.Throws<BadInputException>(() => Of("lab/tiny", sha256: new string('a', 64), files: ["a", "b"]));
        Assert.Throws<BadInputException>(() => Of("lab/tiny", sha256: new string('g', 64), files: ["a"]));
        Assert.Throws<BadInputException>(() => Of("lab/tiny", files: ["a", "A"]));
        Assert.Throws<BadInputException>(() => Of("lab/tiny", revision: "../main"));
        Assert.Throws<BadInputException>(() => Of("lab/tiny", host: "https://hub.example/?key=1"));
        Assert.Throws<BadInputException>(() => Of("lab/tiny", host: "hub.example"));
    }

    [Fact]
    public void A_path_of_this_machine_is_never_sent_to_a_hub()
    {
        var folder = Directory.CreateTempSubdirectory("pipeline-pull-");
        try
        {
            Assert.Contains("on this machine already", Assert.Throws<BadInputException>(() => Of(folder.FullName)).Message, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void A_hub_may_lie_below_a_path()
    {
        var plan = Of("lab/tiny", files: ["a"], revision: "v1.0", host: "https://hub.example/mirror/");
        Assert.Equal("https://hub.example/mirror/lab/tiny/resolve/v1.0/a", Assert.Single(plan.Files).Address.AbsoluteUri);
    }
}
