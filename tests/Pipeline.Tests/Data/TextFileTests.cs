using Pipeline.Core;
using Pipeline.Core.Corpora;
using Pipeline.Core.Evidence;
using Pipeline.Core.Inputs;
using Pipeline.Core.Privacy;
using Pipeline.Data.Sources;

namespace Pipeline.Tests.Data;

/// <summary>Files of texts that stay where they are: whole when opened, the same on every walk, closed to strangers.</summary>
public sealed class TextFileTests : IDisposable
{
    private static readonly TextColumns Columns = new() { Text = "text", Id = "id", Label = "label" };

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Streams_the_same_records_on_every_walk_and_leaves_out_those_without_text()
    {
        using var file = Open("id,label,text\na,x,one\nb,y,\nc,,\"three, 3\"\n");
        var stream = Opened.Stream(file.Records(Columns, out _, out var empty, null, CancellationToken.None));
        Assert.Equal((1, 2), (empty, stream.Count));
        SourceRecord[] expected = [new("a", "a", "x", "one"), new("c", "c", "", "three, 3")];
        Assert.Equal(expected, stream.Read(CancellationToken.None));
        Assert.Equal(expected, stream.Read(CancellationToken.None));
    }

    [Fact]
    public void Names_texts_by_their_row_where_there_is_no_id_and_needs_no_label()
    {
        using var file = Open("text\none\ntwo\n");
        Assert.Equal([new("1", "", "one"), new("2", "", "two")], file.Texts(new TextColumns { Text = "text" }, null, CancellationToken.None));
    }

    [Fact]
    public void Keeps_empty_texts_of_a_candidate_and_refuses_two_of_one_id()
    {
        using var file = Open("id,label,text\na,x,\na,x,two\n");
        var refused = Assert.Throws<BadInputException>(() => file.Texts(Columns, null, CancellationToken.None));
        Assert.Contains("the same as that of row 1", refused.Problems.Single().What, StringComparison.Ordinal);
        Assert.Equal(2, Opened.Stream(file.Records(Columns with { Text = "label" }, out _, out _, null, CancellationToken.None)).Count);
        Assert.Equal("", file.Texts(Columns with { Id = null }, null, CancellationToken.None)[0].Text);
    }

    [Fact]
    public void Tells_the_nearest_column()
    {
        using var file = Open("id,label,text\na,x,one\n");
        var refused = Assert.Throws<BadInputException>(() => file.Records(Columns with { Text = "texts" }, out _, out _, null, CancellationToken.None));
        Assert.Equal("text", refused.Problems.Single().Nearest);
    }

    [Fact]
    public void Refuses_a_row_whose_text_is_no_text_and_does_not_repeat_it()
    {
        var path = folder.PathOf("numbers.jsonl");
        File.WriteAllText(path, "{\"text\":\"fine\"}\n{\"text\":4242}\n{\"text\":null}\n");
        using var file = TextFile.Open(path, SourceFormat.JsonLines, null, CancellationToken.None);
        var refused = Assert.Throws<BadInputException>(() => file.Records(new TextColumns { Text = "text" }, out _, out _, null, CancellationToken.None));
        Assert.Equal(2, refused.Problems.Count);
        Assert.DoesNotContain("4242", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Notices_a_file_that_changed_since_it_was_opened()
    {
        using var file = Open("id,label,text\na,x,one\nb,y,two\n");
        var stream = Opened.Stream(file.Records(Columns, out _, out _, null, CancellationToken.None));
        file.RefuseIfChanged();
        File.WriteAllText(folder.PathOf("texts.csv"), "id,label,text\na,x,one\n");
        Assert.Throws<BadInputException>(() => stream.Read(CancellationToken.None).Count());
        Assert.Throws<BadInputException>(file.RefuseIfChanged);
    }

    [Fact]
    public void A_stream_that_gives_more_or_fewer_records_than_it_said_is_refused()
    {
        var one = new SourceRecord("a", "a", "", "text");
        Assert.Throws<InvalidOperationException>(() => new RecordStream(2, _ => [one]).Read(CancellationToken.None).Count());
        Assert.Throws<InvalidOperationException>(() => new RecordStream(0, _ => [one]).Read(CancellationToken.None).Count());
        Assert.Equal("2 private records", new RecordStream(2, _ => [one]).ToString());
    }

    private TextFile Open(string csv)
    {
        File.WriteAllText(folder.PathOf("texts.csv"), csv);
        return TextFile.Open(folder.PathOf("texts.csv"), SourceFormat.Csv, null, CancellationToken.None);
    }

    private sealed class Opened : Audit
    {
        public override string Name => "opened";

        public override IReadOnlyList<string> Measures => [];

        public static RecordStream Stream(Private<RecordStream> sealedRecords) => new Opened().Open(sealedRecords);

        protected override IEnumerable<Measurement> Measure(AuditContext context, IProgress<StageProgress>? progress, CancellationToken cancellation) => [];
    }
}
