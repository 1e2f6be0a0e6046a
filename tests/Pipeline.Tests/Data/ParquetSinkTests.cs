using System.Text;
using CsCheck;
using DuckDB.NET.Data;
using Pipeline.Core;
using Pipeline.Core.Corpora;
using Pipeline.Core.Evidence;
using Pipeline.Core.Inputs;
using Pipeline.Core.Policies;
using Pipeline.Core.Privacy;
using Pipeline.Core.Releases;
using Pipeline.Data.Releases;
using Pipeline.Data.Sources;

namespace Pipeline.Tests.Data;

public sealed class ParquetSinkTests : IDisposable
{
    private static readonly LabelledText[] Rows =
    [
        new("s-001", "billing", "A refund has not arrived."),
        new("s-002", "delivery", "The parcel, \"lost\",\nis 漢字 👍\0."),
        new("s-003", "billing", ""),
    ];

    private readonly TemporaryFolder folder = new();

    private string File => folder.PathOf("data.parquet");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Writes_what_DuckDB_reads()
    {
        var release = Approve(Rows);
        Write(release);
        Assert.Equal(Rows.Select(row => $"{row.Id}|{row.Text}|{row.Label}"), Query($"SELECT id, text, label FROM '{File}'").Select(row => string.Join('|', row)));
        Assert.Equal(["id|VARCHAR", "text|VARCHAR", "label|VARCHAR"], Query($"SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM '{File}')").Select(row => string.Join('|', row)));
        Assert.Equal(["REQUIRED|UTF8", "REQUIRED|UTF8", "REQUIRED|UTF8"], Query($"SELECT repetition_type, converted_type FROM parquet_schema('{File}') WHERE type IS NOT NULL").Select(row => string.Join('|', row)));
        Assert.Equal(["ZSTD"], Query($"SELECT DISTINCT compression FROM parquet_metadata('{File}')").Select(row => row[0]));
    }

    [Fact]
    public void Says_in_the_file_what_it_is()
    {
        var release = Approve(Rows);
        Write(release);
        var metadata = Query($"SELECT decode(key), decode(value) FROM parquet_kv_metadata('{File}')").ToDictionary(row => row[0], row => row[1]);
        Assert.Equal("differential privacy, epsilon 4", metadata["pipeline.guarantee"]);
        Assert.Equal(release.CandidateDigest.ToString(), metadata[ParquetSink.CandidateKey]);
        Assert.Equal(release.EvidenceDigest.ToString(), metadata[ParquetSink.EvidenceKey]);
        Assert.Equal(release.PolicyDigest.ToString(), metadata[ParquetSink.PolicyKey]);
    }

    [Fact]
    public void Gives_the_digest_of_the_file_and_the_same_bytes_again()
    {
        var release = Approve(Rows);
        var digest = Write(release);
        Assert.Equal(Digest.OfFile(File), digest);
        System.IO.File.Delete(File);
        Assert.Equal(digest, Write(release));
    }

    [Fact]
    public void Writes_more_rows_than_one_group_holds()
    {
        var rows = Enumerable.Range(0, 70_000).Select(i => new LabelledText($"s-{i}", "billing", $"text {i}")).ToArray();
        Write(Approve(rows));
        Assert.Equal("70000|70000|2", string.Join('|', Query($"SELECT count(*), count(DISTINCT text), (SELECT max(row_group_id) + 1 FROM parquet_metadata('{File}')) FROM '{File}'").Single()));
    }

    [Fact]
    public void Writes_what_Pipeline_itself_reads()
    {
        Write(Approve(Rows));
        using var table = SourceTable.Open(File, SourceFormat.Parquet, null, null, TestContext.Current.CancellationToken);
        Assert.Equal(Rows.Select(row => (object?)row.Text), table.Rows(["text"], TestContext.Current.CancellationToken).Select(row => row.Values[0]));
    }

    [Fact]
    public void Writes_any_text_so_that_it_can_be_read_again() =>
        Gen.String.Where(text => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)) == text).List[1, 5].Sample(texts =>
        {
            System.IO.File.Delete(File);
            Write(Approve([.. texts.Select((text, i) => new LabelledText($"s-{i}", "billing", text))]));
            using var table = SourceTable.Open(File, SourceFormat.Parquet, null, null, CancellationToken.None);
            return texts.SequenceEqual(table.Rows(["text"], CancellationToken.None).Select(row => (string)row.Values[0]!));
        }, iter: 30, threads: 1);

    [Fact]
    public void Leaves_no_file_when_a_text_cannot_be_written_as_it_was_judged()
    {
        Assert.Throws<InvalidOperationException>(() => Write(Approve([new LabelledText("s-1", "billing", "half \ud83d of a pair")])));
        Assert.False(System.IO.File.Exists(File));
    }

    [Fact]
    public void Keeps_its_own_metadata_to_itself() =>
        Assert.Throws<ArgumentException>(() => ParquetSink.Write(Approve(Rows), new Dictionary<string, string> { [ParquetSink.PolicyKey] = "none" }, File, TestContext.Current.CancellationToken));

    [Fact]
    public void Never_overwrites_a_file()
    {
        System.IO.File.WriteAllText(File, "theirs");
        Assert.Throws<BadInputException>(() => Write(Approve(Rows)));
        Assert.Equal("theirs", System.IO.File.ReadAllText(File));
    }

    [Fact]
    public void Leaves_no_file_when_it_is_cancelled()
    {
        Assert.ThrowsAny<OperationCanceledException>(() => ParquetSink.Write(Approve(Rows), new Dictionary<string, string>(), File, new CancellationToken(canceled: true)));
        Assert.False(System.IO.File.Exists(File));
    }

    private Digest Write(Release release) =>
        ParquetSink.Write(release, new Dictionary<string, string> { ["pipeline.guarantee"] = "differential privacy, epsilon 4" }, File, TestContext.Current.CancellationToken);

    /// <summary>The only way to a release: through the gate, on evidence that an audit made.</summary>
    private static Release Approve(LabelledText[] rows)
    {
        var candidate = new Candidate(rows);
        var binding = new Binding(candidate.Digest, Digest.Of("source"), Digest.Of("settings"));
        var nobody = Private.Seal(new Corpus([]));
        var outcome = new Counting().Run(new AuditContext(candidate, nobody, nobody, new RecordNames(new byte[32]), binding), TimeProvider.System, null, CancellationToken.None);
        var policy = new Policy
        {
            Name = "test", Digest = Digest.Of("policy"), For = new HashSet<Classification> { Classification.Internal },
            Require = [new FindingRequirement { Where = "test", Audit = "counting", Measure = "rows", Against = Against.CandidateAlone, On = BoundOn.Value, AtLeast = 1 }],
        };
        var decision = Gate.Decide(policy, candidate, new EvidenceFile(binding, [], [outcome]), new CaseFacts(Classification.Internal, 10, null), TimeProvider.System.GetUtcNow());
        return Assert.IsType<Approved>(decision).Release;
    }

    private static List<string[]> Query(string query)
    {
        using var connection = new DuckDBConnection("Data Source=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = query;
        using var reader = command.ExecuteReader();
        var rows = new List<string[]>();
        while (reader.Read()) rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.GetValue(i).ToString()!)]);
        return rows;
    }

    private sealed class Counting : Audit
    {
        public override string Name => "counting";

        public override IReadOnlyList<string> Measures => ["rows"];

        protected override IEnumerable<Measurement> Measure(AuditContext context, IProgress<StageProgress>? progress, CancellationToken cancellation) =>
        [
            new Measurement { Measure = "rows", Against = Against.CandidateAlone, Statistic = new Census(context.Candidate.Rows.Count, context.Candidate.Rows.Count), Meaning = "How many rows there are.", Unit = MeasureUnit.Count },
        ];
    }
}
