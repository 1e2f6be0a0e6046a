using Pipeline.Cli.Running;
using Pipeline.Cli.Running.Methods;
using Pipeline.Core.Plans;
using Pipeline.Files;

namespace Pipeline.Tests.Cli;

public sealed class ProposalLengthTests
{
    private static ProposalLength Of(int? least)
    {
        var file = PipelineFiles.Load(Fixtures.Shipped("pipelines", "tickets.yaml"), KnownAudits.All);
        return ProposalLength.Of(file with { Public = file.Public with { Style = least is null ? null : new StyleNote { LeastWords = least } } });
    }

    [Fact]
    public void Without_a_note_the_model_ends_a_text_where_it_likes() => Assert.Equal((0, 56), (Of(null).Minimum, Of(null).Maximum));

    [Fact]
    public void A_note_of_short_texts_leaves_the_most_as_it_is() => Assert.Equal((8, 56), (Of(5).Minimum, Of(5).Maximum));

    [Fact]
    public void Long_texts_get_room_to_come_to_an_end() => Assert.Equal((40, 64), (Of(25).Minimum, Of(25).Maximum));

    [Fact]
    public void Expects_at_least_what_it_asks_for() => Assert.All([0, 5, 25, 200], least => Assert.InRange(Of(least).Expected, Of(least).Minimum, Of(least).Maximum));
}
