using Pipeline.Core.Policies;
using Pipeline.Core.Releases;

namespace Pipeline.Tests.Core.Releases;

public sealed class PowerTests
{
    [Fact]
    public void Refuses_when_power_is_asked_for_and_none_is_stated()
    {
        var candidate = Cases.Candidate();
        var powerful = Cases.CopiedAtMost(.05) with { Power = .8 };
        var refused = Assert.IsType<Refused>(Gate.Decide(Cases.Policy(powerful), candidate, Cases.Evidence(candidate), Cases.Facts(), Cases.Now));
        Assert.Equal(Outcome.Unknown, Assert.Single(refused.Verdicts).Outcome);
        Assert.Contains("does not state its power", Assert.Single(refused.Reasons), StringComparison.Ordinal);
        Assert.Contains($"with a power of at least {.8:P0}", powerful.Words, StringComparison.Ordinal);

        var same = Gate.Decide(Cases.Policy(powerful with { Power = null }), candidate, Cases.Evidence(candidate), Cases.Facts(), Cases.Now);
        Assert.IsType<Approved>(same);
    }
}
