using CsCheck;
using Pipeline.Core.Policies;
using Pipeline.Core.Releases;

namespace Pipeline.Tests.Core.Policies;

public sealed class ScopeTests
{
    private static readonly string[] Names = ["research", "training", "support"];

    private static Gen<IReadOnlySet<T>?> Some<T>(T[] all) => Gen.Int[-1, (1 << all.Length) - 1].Select(bits =>
        bits < 0 ? null : (IReadOnlySet<T>?)all.Where((_, i) => (bits >> i & 1) == 1).ToHashSet());

    internal static Gen<Scope> AnyScope { get; } = Gen.Select(Some(Enum.GetValues<Classification>()), Some(Names), Some(Names))
        .Select((classes, purposes, recipients) => new Scope { Classifications = classes, Purposes = purposes, Recipients = recipients });

    private static Gen<string?> Stated { get; } = Gen.Int[0, Names.Length + 1].Select(i => i == 0 ? null : i == 1 ? "elsewhere" : Names[i - 2]);

    internal static Gen<CaseFacts> AnyCase { get; } = Gen.Select(Gen.Enum<Classification>(), Stated, Stated)
        .Select((classification, purpose, recipient) => new CaseFacts(classification, 500, null) { Purpose = purpose, Recipient = recipient });

    [Theory]
    [InlineData("research", "lab", true)]
    [InlineData("research", null, null)]
    [InlineData(null, "lab", null)]
    [InlineData("support", null, false)]
    [InlineData("support", "lab", false)]
    public void An_unstated_purpose_or_recipient_is_unknown_where_it_matters(string? purpose, string? recipient, bool? within)
    {
        var scope = new Scope { Purposes = new HashSet<string> { "research" }, Recipients = new HashSet<string> { "lab" } };
        Assert.Equal(within, scope.Contains(new CaseFacts(Classification.Public, 1, null) { Purpose = purpose, Recipient = recipient }));
        Assert.True(Scope.Everything.Contains(new CaseFacts(Classification.Public, 1, null)));
    }

    [Fact]
    public void Within_and_meeting_mean_what_the_cases_say() =>
        Gen.Select(AnyScope, AnyScope, AnyCase).Sample((one, other, facts) =>
            (!one.IsWithin(other) || one.Contains(facts) != true || other.Contains(facts) == true)
            && (one.Meets(other) || one.Contains(facts) != true || other.Contains(facts) != true)
            && one.Meets(other) == other.Meets(one));
}
