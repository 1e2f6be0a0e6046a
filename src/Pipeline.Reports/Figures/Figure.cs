using System.Globalization;
using System.Xml.Linq;
using Pipeline.Reports.Html;

namespace Pipeline.Reports.Figures;

/// <summary>
/// A drawing in SVG, coloured by the page's style sheet so that it follows light and dark. Built as XML, so that every text
/// in it is escaped; the only kind of markup that templates take without escaping.
/// </summary>
internal sealed record Figure(XElement Drawing)
{
    /// <summary>A drawing with a description for readers who do not see it.</summary>
    public static Figure Of(double width, double height, string description, string kind, params object?[] content) => new(
        new XElement("svg",
            new XAttribute("viewBox", $"0 0 {At(width)} {At(height)}"), new XAttribute("width", At(width)), new XAttribute("height", At(height)),
            new XAttribute("class", "figure " + kind), new XAttribute("role", "img"), new XAttribute("aria-label", Shown.Text(description)),
            content));

    public static XElement Line(double x1, double y1, double x2, double y2, string kind) => new("line",
        new XAttribute("x1", At(x1)), new XAttribute("y1", At(y1)), new XAttribute("x2", At(x2)), new XAttribute("y2", At(y2)), Class(kind));

    public static XElement Box(double x, double y, double width, double height, string kind, double corner = 0) => new("rect",
        new XAttribute("x", At(x)), new XAttribute("y", At(y)), new XAttribute("width", At(Math.Max(0, width))),
        new XAttribute("height", At(height)), corner > 0 ? new XAttribute("rx", At(corner)) : null, Class(kind));

    public static XElement Dot(double x, double y, double radius, string kind) => new("circle",
        new XAttribute("cx", At(x)), new XAttribute("cy", At(y)), new XAttribute("r", At(radius)), Class(kind));

    public static XElement Path(string path, string kind) => new("path", new XAttribute("d", path), Class(kind));

    public static XElement Curve(IEnumerable<(double X, double Y)> points, string kind) => new("polyline",
        new XAttribute("points", string.Join(' ', points.Select(point => $"{At(point.X)},{At(point.Y)}"))), Class(kind));

    /// <summary>A text; <paramref name="anchor"/> is start, middle or end.</summary>
    public static XElement Text(double x, double y, string text, string kind, string anchor = "start") => new("text",
        new XAttribute("x", At(x)), new XAttribute("y", At(y)), new XAttribute("text-anchor", anchor), Class(kind), Shown.Text(text));

    /// <summary>SVG does not wrap: a long name is cut where its room ends.</summary>
    public static string Fit(string text, int length) => text.Length <= length ? text : text[..(length - 1)] + "…";

    /// <summary>A coordinate: two decimals are below what a screen shows.</summary>
    public static string At(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    public override string ToString() => Drawing.ToString(SaveOptions.DisableFormatting);

    private static XAttribute Class(string kind) => new("class", kind);
}
