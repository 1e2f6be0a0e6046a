using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pipeline.Core.Inputs;
using Pipeline.Data.Sources;

namespace Pipeline.Tests.Data;

public sealed class ParquetTableTests
{
    private static readonly JsonArray Expected = JsonNode.Parse(File.ReadAllText(Fixtures.Golden("parquet", "expected.json")))!["files"]!.AsArray();

    public static TheoryData<string> Sound => [.. Expected.Where(file => (bool)file!["ok"]!).Select(file => (string)file!["file"]!)];

    public static TheoryData<string> Broken => [.. Expected.Where(file => !(bool)file!["ok"]!).Select(file => (string)file!["file"]!)];

    [Theory]
    [MemberData(nameof(Sound))]
    public void Reads_every_sound_file_exactly(string file)
    {
        var expected = Expected.Single(entry => (string)entry!["file"]! == file)!;
        using var table = Open(file);
        Assert.Equal(expected["schema"]!.AsArray().Select(column => (string)column!["name"]!), table.Columns);
        Assert.Equal((long)expected["row_count"]!, table.RowCount);
        var rows = table.Rows(table.Columns, TestContext.Current.CancellationToken).ToList();
        Assert.Equal(table.RowCount, rows.Count);
        Assert.Equal(Enumerable.Range(1, rows.Count).Select(i => (long)i), rows.Select(row => row.Number));
        if (expected["rows"] is { } wanted)
        {
            var got = new JsonArray([.. rows.Select(row => (JsonNode)new JsonObject(table.Columns.Select((name, i) => KeyValuePair.Create(name, Rendered.Of(row.Values[i])))))]);
            Assert.True(JsonNode.DeepEquals(wanted, got), $"{wanted.ToJsonString(Rendered.Compact)}\n{got.ToJsonString(Rendered.Compact)}");
        }
        else
        {
            var lines = string.Concat(rows.Select(row => new JsonArray([.. row.Values.Select(Rendered.Of)]).ToJsonString(Rendered.Compact) + "\n"));
            Assert.Equal((string)expected["rows_sha256"]!, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(lines))));
        }
    }

    [Theory]
    [MemberData(nameof(Broken))]
    public void Refuses_every_broken_file_before_its_first_row(string file)
    {
        var expected = Expected.Single(entry => (string)entry!["file"]! == file)!;
        var refused = Assert.Throws<BadInputException>(() => Open(file));
        var problem = Assert.Single(refused.Problems);
        Assert.Contains(file, problem.Where);
        Assert.Contains((string)expected["error"]! switch
        {
            "truncated" => "cut off",
            "corrupt-footer" => "footer",
            "corrupt-page" => "page",
            "not-parquet" => "not a Parquet",
            "encrypted" => "encrypted",
            var other => throw new JsonException(other),
        }, problem.What);
    }

    [Fact]
    public void Names_the_byte_of_the_page_whose_checksum_is_wrong()
    {
        var bytes = File.ReadAllBytes(Fixtures.Golden("parquet", "page-checksum.parquet"));
        var problem = Assert.Single(Assert.Throws<BadInputException>(() => Open("page-checksum.parquet")).Problems);
        var named = int.Parse(problem.Where[(problem.Where.LastIndexOf(' ') + 1)..]);
        Assert.InRange(bytes.AsSpan().IndexOf("plane"u8) - named, 0, 40);
        Assert.DoesNotContain("plane", problem.ToString());
    }

    private static ITableReader Open(string file) =>
        SourceTable.Open(Fixtures.Golden("parquet", file), SourceFormat.Parquet, null, null, TestContext.Current.CancellationToken);
}
