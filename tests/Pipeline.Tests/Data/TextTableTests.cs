using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Pipeline.Core.Inputs;
using Pipeline.Data.Sources;

namespace Pipeline.Tests.Data;

public sealed class TextTableTests
{
    private static readonly JsonArray Expected = [.. JsonNode.Parse(File.ReadAllText(Fixtures.Golden("sources", "expected.json")))!["files"]!.AsArray()
        .Where(file => !((string)file!["file"]!).EndsWith(".mbox", StringComparison.Ordinal)).Select(file => file!.DeepClone())];

    public static TheoryData<string> SoundTables => [.. Names(file => (bool)file["ok"]! && file["columns"] is not null && file["rows"] is not null)];

    public static TheoryData<string> SoundLines => [.. Names(file => (bool)file["ok"]! && file["objects"] is not null)];

    public static TheoryData<string> Broken => [.. Names(file => !(bool)file["ok"]!)];

    [Theory]
    [MemberData(nameof(SoundTables))]
    public void Reads_every_sound_table_exactly(string file)
    {
        var expected = Entry(file);
        using var table = Open(file, (string?)expected["encoding"]);
        Assert.Equal(Texts(expected["columns"]!), table.Columns);
        Assert.Equal(expected["rows"]!.AsArray().Select(row => Texts(row!)), Rows(table));
        Assert.Equal(expected["rows"]!.AsArray().Count, table.RowCount);
    }

    [Theory]
    [MemberData(nameof(SoundLines))]
    public void Reads_every_sound_file_of_JSON_lines_exactly(string file)
    {
        var expected = Entry(file)["objects"]!.AsArray();
        using var table = Open(file);
        var rows = table.Rows(table.Columns, TestContext.Current.CancellationToken).ToList();
        Assert.Equal(expected.Count, rows.Count);
        for (var i = 0; i < rows.Count; i++)
        {
            var wanted = expected[i]!.AsObject();
            foreach (var (name, value) in table.Columns.Zip(rows[i].Values))
                Assert.True(JsonNode.DeepEquals(wanted[name], Rendered.Of(value)), $"row {i}, {name}");
            Assert.Subset(table.Columns.ToHashSet(), wanted.Select(member => member.Key).ToHashSet());
        }
    }

    [Theory]
    [MemberData(nameof(Broken))]
    public void Refuses_every_broken_file_and_says_where(string file)
    {
        var expected = Entry(file);
        var problem = Assert.Single(Assert.Throws<BadInputException>(() => Open(file)).Problems);
        Assert.Contains(file, problem.Where);
        if (expected["line"] is { } line) Assert.Matches($@"line {line}\b", problem.Where);
        if (expected["byte_offset"] is { } at) Assert.Matches($@"byte {at}\b", problem.Where);
        if (expected["column"] is { } column) Assert.Contains($"'{column}'", problem.What);
        Assert.Matches((string)expected["error"]! switch
        {
            "invalid-utf8" => "not valid (in )?UTF-8",
            "ragged-row" => "fields",
            "duplicate-header" => "Two columns",
            "unterminated-quote" => "never closes",
            "stray-quote" => "closing quote",
            "no-header" => "empty",
            "invalid-json" => "no JSON",
            "not-an-object" => "not a JSON object",
            "duplicate-key" => "key occurs twice",
            "lone-surrogate" => "surrogate",
            var other => throw new InvalidOperationException(other),
        }, problem.What);
    }

    [Theory]
    [InlineData("latin1.csv", "latin1", "rows_if_latin1")]
    [InlineData("latin1.csv", "iso-8859-1", "rows_if_latin1")]
    [InlineData("shift-jis.csv", "shift_jis", "rows_if_shift_jis")]
    public void Reads_another_encoding_when_it_is_stated(string file, string encoding, string rows)
    {
        using var table = Open(file, encoding);
        Assert.Equal(Entry(file)[rows]!.AsArray().Select(row => Texts(row!)), Rows(table));
    }

    [Fact]
    public void Reads_a_megabyte_in_one_field()
    {
        var expected = Entry("megabyte-field.csv");
        using var table = Open("megabyte-field.csv");
        var rows = Rows(table).ToList();
        Assert.Equal(2, rows.Count);
        Assert.Equal((string)expected["first_text"]!["sha256_of_utf8"]!, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes((string)rows[0][1]!))));
        Assert.Equal(Texts(expected["last_row"]!), rows[1]);
    }

    [Theory]
    [InlineData("utf16le.csv", "utf-16le")]
    [InlineData("utf16be.csv", "utf-16be")]
    public void Does_not_guess_an_encoding_and_names_the_one_of_the_mark(string file, string encoding) =>
        Assert.Contains(encoding, Assert.Single(Assert.Throws<BadInputException>(() => Open(file)).Problems).Expected);

    [Fact]
    public void Names_the_encoding_nearest_to_one_that_does_not_exist() =>
        Assert.Equal("shift_jis", Assert.Single(Assert.Throws<BadInputException>(() => Open("shift-jis.csv", "shift_jiss")).Problems).Nearest);

    private static JsonNode Entry(string file) => Expected.Single(entry => (string)entry!["file"]! == file)!;

    private static IEnumerable<string> Names(Func<JsonNode, bool> which) => Expected.Where(file => which(file!)).Select(file => (string)file!["file"]!);

    private static List<string> Texts(JsonNode array) => [.. array.AsArray().Select(text => (string)text!)];

    private static IEnumerable<List<string>> Rows(ITableReader table) =>
        table.Rows(table.Columns, TestContext.Current.CancellationToken).Select(row => row.Values.Cast<string>().ToList());

    private static ITableReader Open(string file, string? encoding = null)
    {
        var format = Path.GetExtension(file) switch { ".csv" => SourceFormat.Csv, ".tsv" => SourceFormat.Tsv, _ => SourceFormat.JsonLines };
        return SourceTable.Open(Fixtures.Golden("sources", file), format, encoding, null, TestContext.Current.CancellationToken);
    }
}
