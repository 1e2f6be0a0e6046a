using System.Text;
using CsCheck;
using Pipeline.Core;
using Pipeline.Core.Corpora;
using Pipeline.Core.Evidence;
using Pipeline.Core.Inputs;
using Pipeline.Core.Privacy;
using Pipeline.Data.Sources;

namespace Pipeline.Tests.Data;

public sealed class IngestTests : IDisposable
{
    private static readonly byte[] Key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Delivers_every_record_once_with_its_columns_mapped()
    {
        var intake = Read(Tickets(40, 10), holdout: .3);
        var training = Opened.Records(intake.Training);
        var holdout = Opened.Records(intake.Holdout);
        Assert.Equal(Enumerable.Range(0, 40).Select(i => $"t{i}").Order(), training.Concat(holdout).Select(record => record.Id).Order());
        Assert.All(training.Concat(holdout), record =>
        {
            var i = int.Parse(record.Id[1..]);
            Assert.Equal(new SourceRecord($"t{i}", $"c{i % 10}", i % 2 == 0 ? "billing" : "delivery", $"text {i}"), record);
        });
        Assert.Equal(Digest.OfFile(folder.PathOf("tickets.csv")), intake.Source);
    }

    [Fact]
    public void Never_puts_a_unit_in_both_parts_and_keeps_about_the_share_aside()
    {
        var intake = Read(Tickets(4000, 1000), holdout: .25);
        var training = Opened.Records(intake.Training).Select(record => record.Unit).ToHashSet();
        var holdout = Opened.Records(intake.Holdout).Select(record => record.Unit).ToHashSet();
        Assert.Empty(training.Intersect(holdout));
        // Binomial(1000, 1/4) has a standard deviation of 13.7; the key is fixed, so this cannot flicker.
        Assert.InRange(holdout.Count, 180, 320);
        Assert.Equal((training.Count, holdout.Count), (intake.Profile.TrainingUnits, intake.Profile.HoldoutUnits));
    }

    [Fact]
    public void Splits_alike_whatever_the_order_of_the_rows()
    {
        var lines = Tickets(200, 50).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var forwards = Opened.Records(Read(string.Join('\n', lines)).Holdout).Select(record => record.Id).Order();
        var backwards = Opened.Records(Read(string.Join('\n', lines.Take(1).Concat(lines.Skip(1).Reverse()))).Holdout).Select(record => record.Id).Order();
        Assert.Equal(forwards, backwards);
    }

    [Theory]
    [InlineData("ann", true)]
    [InlineData("bob", false)]
    [InlineData("carol", false)]
    [InlineData("", false)]
    [InlineData("漢字", false)]
    public void Splits_alike_on_every_platform(string unit, bool aside) =>
        // Computed with Python's hmac and hashlib: int.from_bytes(hmac(range(32), unit)[:8], 'big') >> 11 over 2**53, below .5.
        Assert.Equal(aside, new HoldoutSplit(Key, .5).KeepsAside(unit));

    [Fact]
    public void Keeps_more_aside_when_the_share_grows() =>
        Gen.Select(Gen.String, Gen.Double[0, .49], Gen.Double[.5, .99]).Sample((unit, small, large) =>
            !new HoldoutSplit(Key, small).KeepsAside(unit) || new HoldoutSplit(Key, large).KeepsAside(unit));

    [Fact]
    public void Treats_each_record_as_its_own_unit_when_no_unit_is_named()
    {
        var intake = Read(Tickets(30, 3), request => request with { Unit = null });
        Assert.All(Opened.Records(intake.Training), record => Assert.Equal(record.Id, record.Unit));
        Assert.Equal((30, 30, 1), (intake.Profile.Records, intake.Profile.Units, intake.Profile.LargestUnit));
    }

    [Fact]
    public void Names_records_by_row_when_no_id_is_named()
    {
        var intake = Read(Tickets(5, 5), request => request with { Id = null, Holdout = 0 });
        Assert.Equal(["1", "2", "3", "4", "5"], Opened.Records(intake.Training).Select(record => record.Id));
    }

    [Fact]
    public void Leaves_out_and_counts_empty_texts_and_counts_copies()
    {
        var intake = Read("id,text,label,customer\n1,same,billing,a\n2,  ,billing,b\n3,same,delivery,c\n4,,delivery,d\n5,same,billing,a\n", holdout: 0);
        Assert.Equal((3, 2, 2, 2), (intake.Profile.Records, intake.Profile.EmptyTexts, intake.Profile.DuplicateTexts, intake.Profile.LargestUnit));
        Assert.Equal(2, intake.Profile.RecordsPerLabel["billing"]);
        Assert.Equal(1, intake.Profile.RecordsPerLabel["delivery"]);
    }

    [Fact]
    public void Measures_lengths_in_characters_and_words()
    {
        var intake = Read("id,text,label,customer\n1,one two,billing,a\n2,👍 漢字 x,billing,b\n3,a,billing,c\n", holdout: 0);
        var row = intake.Profile.Rows.Single(row => row is { Part: "training", Label: "billing" });
        Assert.Equal(new LengthSummary(1, 14 / 3.0, 6, 3.5, 6.5, 6.9, 7), row.Characters);
        Assert.Equal(new LengthSummary(1, 2, 2, 1.5, 2.5, 2.9, 3), row.Words);
        var table = intake.Profile.ToTable();
        Assert.Equal(5, table.Count);
        Assert.Equal(["training", "billing", "3", "3", "1.0", "4.7", "6.0", "6.9", "7.0", "1.0", "2.0", "2.0", "2.9", "3.0"], table[1]);
        Assert.Equal(14, intake.Profile.Frame.Columns.Count);
    }

    [Fact]
    public void Reports_texts_that_stand_in_both_parts()
    {
        var rows = string.Concat(Enumerable.Range(0, 50).Select(i => $"{i},same,billing,u{i}\n"));
        Assert.Equal(1, Read("id,text,label,customer\n" + rows, holdout: .5).Profile.TextsInBothParts);
    }

    [Fact]
    public void Names_the_nearest_column_when_one_is_missing()
    {
        var refused = Assert.Throws<BadInputException>(() => Read(Tickets(3, 3), request => request with { Text = "texts", Unit = "custmer" }));
        Assert.Equal(["text", "customer"], refused.Problems.Select(problem => problem.Nearest));
    }

    [Fact]
    public void Names_every_faulty_row_and_repeats_nothing_of_what_it_holds()
    {
        var refused = Assert.Throws<BadInputException>(() => Read(
            "id,text,label,customer\n1,secret one,biling,a\n2,secret two,my private words,b\n,secret three,billing,c\n1,secret four,billing,\n"));
        Assert.Equal(["row 1, line 2", "row 2, line 3", "row 3, line 4", "row 4, line 5", "row 4, line 5"], refused.Problems.Select(problem => problem.Where[(problem.Where.IndexOf(", ", StringComparison.Ordinal) + 2)..]));
        Assert.Equal("billing", refused.Problems[0].Nearest);
        Assert.Null(refused.Problems[1].Nearest);
        Assert.Contains("row 1, line 2", refused.Problems[4].What);
        foreach (var hidden in new[] { "secret", "biling", "private words" })
            Assert.DoesNotContain(hidden, refused.Message.Replace(folder.Root, ""));
    }

    [Theory]
    [InlineData("""{"id":1,"text":null,"label":"billing","customer":"a"}""", "no value")]
    [InlineData("""{"id":1,"label":"billing","customer":"a"}""", "no value")]
    [InlineData("""{"id":1,"text":7,"label":"billing","customer":"a"}""", "holds no text")]
    [InlineData("""{"id":1.5,"text":"t","label":"billing","customer":"a"}""", "a fraction")]
    [InlineData("""{"id":1,"text":"t","label":null,"customer":"a"}""", "no value")]
    [InlineData("""{"id":1,"text":"t","label":"billing","customer":["a"]}""", "a nested value")]
    public void Refuses_a_row_that_lacks_what_a_record_needs(string row, string why)
    {
        var path = folder.Write("rows.jsonl", """{"id":0,"text":"t","label":"billing","customer":"a"}""" + "\n" + row + "\n");
        var problem = Assert.Single(Assert.Throws<BadInputException>(() => Ingest.Read(Request(path, SourceFormat.JsonLines), null, TestContext.Current.CancellationToken)).Problems);
        Assert.EndsWith("row 2, line 2", problem.Where);
        Assert.Contains(why, problem.What);
    }

    [Fact]
    public void Refuses_a_file_that_is_broken_further_on()
    {
        var text = new StringBuilder("id,text,label,customer\n");
        for (var i = 0; i < 20_000; i++) text.Append(i).Append(",words,billing,a\n");
        Assert.EndsWith("line 20002", Assert.Single(Assert.Throws<BadInputException>(() => Read(text + "20000,words,billing\n")).Problems).Where);
    }

    [Fact]
    public void Refuses_a_file_that_changes_between_check_and_delivery()
    {
        var path = folder.Write("tickets.csv", Tickets(3, 3));
        var change = new Immediate(_ => File.WriteAllText(path, Tickets(3, 3).Replace("text 2", "text 9")));
        Assert.Contains("changed", Assert.Throws<BadInputException>(() => Ingest.Read(Request(path, SourceFormat.Csv), change, TestContext.Current.CancellationToken)).Message);
    }

    [Fact]
    public void Refuses_a_file_without_any_text() =>
        Assert.Contains("No record", Assert.Throws<BadInputException>(() => Read("id,text,label,customer\n1, ,billing,a\n")).Message);

    [Fact]
    public void Names_the_nearest_file_when_there_is_none()
    {
        folder.Write("tickets.csv", Tickets(1, 1));
        var problem = Assert.Single(Assert.Throws<BadInputException>(() => Ingest.Read(Request(folder.PathOf("ticket.csv"), SourceFormat.Csv), null, TestContext.Current.CancellationToken)).Problems);
        Assert.Equal("tickets.csv", problem.Nearest);
    }

    [Fact]
    public void Ends_when_it_is_cancelled() =>
        Assert.ThrowsAny<OperationCanceledException>(() => Ingest.Read(Request(folder.Write("tickets.csv", Tickets(3, 3)), SourceFormat.Csv), null, new CancellationToken(canceled: true)));

    [Fact]
    public void Reads_any_text_that_CSV_can_quote() =>
        Gen.String[Gen.Char, 0, 40].Where(text => !text.Any(char.IsSurrogate)).List[1, 8].Sample(texts =>
        {
            var path = folder.Write("any.csv", "text\n" + string.Concat(texts.Select(text => $"\"{text.Replace("\"", "\"\"")}\"\r\n")));
            using var table = SourceTable.Open(path, SourceFormat.Csv, null, null, CancellationToken.None);
            return texts.SequenceEqual(table.Rows(["text"], CancellationToken.None).Select(row => (string)row.Values[0]!));
        }, iter: 300, threads: 1);

    private static string Tickets(int records, int units) =>
        "id,text,label,customer\n" + string.Concat(Enumerable.Range(0, records).Select(i => $"t{i},text {i},{(i % 2 == 0 ? "billing" : "delivery")},c{i % units}\n"));

    private static SourceRequest Request(string path, SourceFormat format, double holdout = .25) => new()
    {
        Path = path, Format = format, Id = "id", Text = "text", Label = "label", Unit = "customer", Labels = ["billing", "delivery"], Holdout = holdout, SplitKey = Key,
    };

    private Intake Read(string csv, double holdout) => Read(csv, request => request with { Holdout = holdout });

    private Intake Read(string csv, Func<SourceRequest, SourceRequest>? change = null)
    {
        var request = Request(folder.Write("tickets.csv", csv), SourceFormat.Csv);
        return Ingest.Read(change?.Invoke(request) ?? request, null, TestContext.Current.CancellationToken);
    }

    /// <summary>Reports at once, where Progress would report later from another thread.</summary>
    private sealed class Immediate(Action<StageProgress> report) : IProgress<StageProgress>
    {
        public void Report(StageProgress value) => report(value);
    }

    /// <summary>Opens private values as an audit may; nothing else can, tests included.</summary>
    private sealed class Opened : Audit
    {
        public override string Name => "opened";

        public override IReadOnlyList<string> Measures => [];

        public static IReadOnlyList<SourceRecord> Records(Private<Corpus> sealedCorpus) => new Opened().Open(sealedCorpus).Records;

        protected override IEnumerable<Measurement> Measure(AuditContext context, IProgress<StageProgress>? progress, CancellationToken cancellation) => [];
    }
}
