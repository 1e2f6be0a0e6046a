using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Pipeline.Reports;

namespace Pipeline.Tests.Reports;

/// <summary>What every page keeps, whatever it reports: nothing loaded, readable by everybody.</summary>
public sealed class ReportDesignTests
{
    public static TheoryData<string> Cases => [.. SampleReports.All.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Loads_nothing_from_elsewhere(string name)
    {
        var html = ReportWriter.Html(SampleReports.All[name]());
        var page = XDocument.Parse(html);
        string[] loading = ["script", "link", "img", "image", "iframe", "object", "embed", "use", "form", "base"];
        Assert.DoesNotContain(page.Descendants(), element => loading.Contains(element.Name.LocalName));
        Assert.DoesNotContain(page.Descendants().Attributes(), attribute => attribute.Name.LocalName is "src" or "srcset" or "style" || attribute.Name.LocalName.StartsWith("on", StringComparison.Ordinal));
        Assert.All(page.Descendants().Attributes("href"), link => Assert.StartsWith("#", link.Value));
        Assert.DoesNotMatch(@"https?:|url\(|@import", html);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Describes_every_drawing_and_every_column(string name)
    {
        var page = XDocument.Parse(ReportWriter.Html(SampleReports.All[name]()));
        Assert.NotEmpty(page.Descendants("svg"));
        Assert.All(page.Descendants("svg"), drawing =>
        {
            Assert.Equal("img", drawing.Attribute("role")!.Value);
            Assert.NotEqual("", drawing.Attribute("aria-label")!.Value);
        });
        Assert.All(page.Descendants("th"), header => Assert.Contains(header.Attribute("scope")!.Value, (string[])["col", "row", "colgroup"]));
        Assert.All(page.Descendants("table"), table => Assert.NotNull(table.Element("thead")));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Has_one_title_and_headings_that_skip_no_level(string name)
    {
        var levels = XDocument.Parse(ReportWriter.Html(SampleReports.All[name]())).Descendants()
            .Select(element => element.Name.LocalName).Where(tag => tag is ['h', >= '1' and <= '6']).Select(tag => tag[1] - '0').ToList();
        Assert.Equal(1, levels[0]);
        Assert.Single(levels, 1);
        Assert.All(levels.Zip(levels.Skip(1)), pair => Assert.True(pair.Second <= pair.First + 1));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Has_links_that_lead_somewhere(string name)
    {
        var page = XDocument.Parse(ReportWriter.Html(SampleReports.All[name]()));
        var names = page.Descendants().Attributes("id").Select(id => id.Value).ToList();
        Assert.Equal(names.Count, names.Distinct().Count());
        Assert.All(page.Descendants().Attributes("href"), link => Assert.Contains(link.Value[1..], names));
        Assert.All(page.Descendants().Attributes("aria-labelledby"), label => Assert.Contains(label.Value, names));
    }

    /// <summary>WCAG 2.2, success criterion 1.4.3: text has a contrast of at least 4.5 to its ground.</summary>
    [Theory]
    [InlineData("ink", "paper")]
    [InlineData("ink", "panel")]
    [InlineData("muted", "paper")]
    [InlineData("muted", "panel")]
    [InlineData("muted", "good-soft")]
    [InlineData("muted", "bad-soft")]
    [InlineData("accent", "paper")]
    [InlineData("good", "good-soft")]
    [InlineData("bad", "bad-soft")]
    [InlineData("warn", "warn-soft")]
    [InlineData("good", "paper")]
    [InlineData("bad", "paper")]
    [InlineData("warn", "paper")]
    public void Has_colours_that_can_be_read_by_day_and_night(string text, string ground)
    {
        var style = XDocument.Parse(ReportWriter.Html(SampleReports.Bare())).Descendants("style").Single().Value;
        var texts = Colours(style, text);
        Assert.Equal(3, texts.Count);
        foreach (var (colour, behind) in texts.Zip(Colours(style, ground)))
        {
            var (light, dark) = (Math.Max(Luminance(colour), Luminance(behind)), Math.Min(Luminance(colour), Luminance(behind)));
            Assert.True((light + .05) / (dark + .05) >= 4.5, $"{text} {colour} on {ground} {behind}");
        }
    }

    /// <summary>The colour by day, by night and on paper.</summary>
    private static List<string> Colours(string style, string name) =>
        [.. Regex.Matches(style, $"--{name}: #(?<hex>[0-9a-f]+);", RegexOptions.NonBacktracking).Select(match => match.Groups["hex"].Value).Select(hex => hex.Length == 3 ? string.Concat(hex.Select(digit => $"{digit}{digit}")) : hex)];

    private static double Luminance(string hex)
    {
        double Channel(int at)
        {
            var value = int.Parse(hex.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;
            return value <= .04045 ? value / 12.92 : Math.Pow((value + .055) / 1.055, 2.4);
        }
        return .2126 * Channel(0) + .7152 * Channel(2) + .0722 * Channel(4);
    }
}
