using System.Runtime.CompilerServices;
using System.Text.Json;
using CsCheck;
using Pipeline.Core.Evidence;
using Pipeline.Reports;

namespace Pipeline.Tests.Reports;

public sealed class ReportJsonTests
{
    private static readonly JsonSchema Schema = JsonSchema.Of(Fixtures.Shipped("schemas", "report.schema.json"));

    public static TheoryData<string> Cases => [.. SampleReports.All.Keys];

    [Fact]
    public void Says_what_it_said_before()
    {
        var report = SampleReports.Approved();
        using var golden = JsonDocument.Parse(File.ReadAllText(Fixtures.Golden("reports", "approved.json")));
        using var written = JsonDocument.Parse(ReportWriter.Json(report));
        AssertSame(golden.RootElement, written.RootElement, "");
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Follows_its_published_schema(string name) => Assert.Empty(Schema.Problems(ReportWriter.Json(SampleReports.All[name]())));

    [Theory]
    [InlineData("\"seconds\": 252.25", "\"seconds\": \"soon\"")]
    [InlineData("\"outcome\": \"approved\"", "\"outcome\": \"perhaps\"")]
    [InlineData("\"machine\":", "\"mashine\":")]
    [InlineData("\"fileName\": \"tickets.parquet\"", "\"fileName\": \"/home/tickets.parquet\"")]
    public void Has_a_schema_that_can_refuse(string right, string wrong)
    {
        var json = ReportWriter.Json(SampleReports.Approved());
        Assert.Contains(right, json);
        Assert.NotEmpty(Schema.Problems(json.Replace(right, wrong)));
    }

    [Fact]
    public void Gives_back_every_number_to_the_last_bit() =>
        Gen.Double.Sample(number =>
        {
            var report = SampleReports.Bare() with { PeakMemoryMegabytes = number };
            using var json = JsonDocument.Parse(ReportWriter.Json(report));
            var member = json.RootElement.GetProperty("peakMemoryMegabytes");
            Assert.Equal(number, member.ValueKind == JsonValueKind.String ? double.Parse(member.GetString()!) : member.GetDouble());
        }, iter: 300);

    /// <summary>A statistic that the schema does not know would break the reader of a report.</summary>
    [Fact]
    public void The_schema_knows_every_kind_of_statistic()
    {
        // Each kind is a constant of its type, so that no statistic need be made up for it.
        var kinds = typeof(Statistic).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Statistic)) && !type.IsAbstract)
            .Select(type => ((Statistic)RuntimeHelpers.GetUninitializedObject(type)).Kind).Distinct();
        using var schema = JsonDocument.Parse(File.ReadAllText(Fixtures.Shipped("schemas", "report.schema.json")));
        var known = schema.RootElement.GetProperty("$defs").GetProperty("finding").GetProperty("properties").GetProperty("kind").GetProperty("enum").EnumerateArray().Select(kind => kind.GetString());
        Assert.Equal(kinds.Order(), known.Order());
    }

    [Fact]
    public void Spells_numbers_that_JSON_cannot()
    {
        var json = ReportWriter.Json(SampleReports.Bare() with { Ledger = new LedgerSummary(SampleCase.Source, double.PositiveInfinity, double.NaN, double.NegativeInfinity, 1) });
        Assert.Contains("\"mu\": \"Infinity\"", json);
        Assert.Contains("\"epsilon\": \"NaN\"", json);
        Assert.Contains("\"delta\": \"-Infinity\"", json);
    }

    [Fact]
    public void Is_UTF8_with_line_feeds_and_nothing_left_beside_it()
    {
        var folder = Directory.CreateTempSubdirectory("reports-");
        try
        {
            var path = Path.Combine(folder.FullName, "report.json");
            File.WriteAllText(path, "an older report");
            ReportWriter.WriteJson(SampleReports.Approved(), path);
            var bytes = File.ReadAllBytes(path);
            Assert.Equal((byte)'{', bytes[0]);
            Assert.Equal((byte)'\n', bytes[^1]);
            Assert.DoesNotContain((byte)'\r', bytes);
            Assert.Equal([path], Directory.GetFiles(folder.FullName));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Is_the_same_for_the_same_report() => Assert.Equal(ReportWriter.Json(SampleReports.Refused()), ReportWriter.Json(SampleReports.Refused()));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Never_names_the_folder_of_the_source(string name)
    {
        Assert.DoesNotContain("someone", ReportWriter.Json(SampleReports.All[name]()));
        Assert.DoesNotContain("someone", ReportWriter.Html(SampleReports.All[name]()));
    }

    [Fact]
    public void Refuses_to_name_a_file_that_a_refused_run_cannot_have_written()
    {
        var impossible = SampleReports.Refused() with { Release = SampleReports.Approved().Release };
        Assert.Throws<ArgumentException>(() => ReportWriter.Json(impossible));
        Assert.Throws<ArgumentException>(() => ReportWriter.Html(impossible));
    }

    /// <summary>Members in the same order; numbers within rounding, since bounds are computed; the evidence's digest is Core's to shape.</summary>
    private static void AssertSame(JsonElement expected, JsonElement actual, string at)
    {
        Assert.True(expected.ValueKind == actual.ValueKind, $"{at}: {actual.ValueKind} instead of {expected.ValueKind}");
        switch (expected.ValueKind)
        {
            case JsonValueKind.Object:
                Assert.Equal(expected.EnumerateObject().Select(member => member.Name), actual.EnumerateObject().Select(member => member.Name));
                foreach (var member in expected.EnumerateObject().Where(member => at + member.Name != ".evidencedigest"))
                    AssertSame(member.Value, actual.GetProperty(member.Name), $"{at}.{member.Name}");
                break;
            case JsonValueKind.Array:
                Assert.True(expected.GetArrayLength() == actual.GetArrayLength(), $"{at}: another length");
                foreach (var (left, right) in expected.EnumerateArray().Zip(actual.EnumerateArray())) AssertSame(left, right, at + "[]");
                break;
            case JsonValueKind.Number:
                Assert.True(Math.Abs(expected.GetDouble() - actual.GetDouble()) <= 1e-9 * Math.Abs(expected.GetDouble()), $"{at}: {actual} instead of {expected}");
                break;
            default:
                Assert.True(expected.ToString() == actual.ToString(), $"{at}: {actual} instead of {expected}");
                break;
        }
    }
}
