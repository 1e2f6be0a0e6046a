using System.Text.Encodings.Web;
using System.Text.Unicode;
using Fluid;
using Fluid.Values;
using Pipeline.Core.Releases;
using Pipeline.Reports.Figures;
using Pipeline.Reports.Html.Sections;

namespace Pipeline.Reports.Html;

/// <summary>
/// The page: every section is a template in <c>Templates</c> with a model made in <c>Sections</c>. Texts are escaped by
/// default, figures are the only other markup, and a template that names what its model lacks is a defect.
/// </summary>
internal static class ReportPage
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);
    private static readonly FluidParser Parser = new();
    private static readonly TemplateOptions Options = MakeOptions();

    private static readonly (string Name, string Title, Func<RunReport, object> Model)[] Sections =
    [
        ("asked", "What was asked", Asked.Of),
        ("proved", "What is proved", Proved.Of),
        ("measured", "What was measured", Measured.Of),
        ("useful", "Does it work?", Useful.Of),
        ("made", "How it was made", Made.Of),
        ("cost", "What it cost", Cost.Of),
        ("released", "What was released", Released.Of),
        ("check", "How to check this yourself", Check.Of),
        ("glossary", "Words used here", _ => new { Words = Glossary.Entries }),
    ];

    public static string Of(RunReport report) => Tidy(Render("page", new
    {
        Title = $"{report.Pipeline}: {(report.Decision is Approved ? "approved" : "refused")}",
        Style = new StringValue(Resource("report.css"), encode: false),
        Banner = Part("banner", Banner.Of(report)),
        Contents = Sections.Select(section => new { section.Name, section.Title }).ToList(),
        Sections = Sections.Select(section => new { section.Name, section.Title, Body = Part(section.Name, section.Model(report)) }).ToList(),
        Footer = $"Pipeline {report.ProductVersion} · run {report.Run} · {Shown.Moment(report.Started)}",
    }));

    private static StringValue Part(string name, object model) => new(Render(name, model), encode: false);

    private static string Render(string name, object model)
    {
        var template = Parser.Parse(Resource(name + ".liquid"));
        return template.Render(new TemplateContext(model, Options, allowModelMembers: true), Encoder);
    }

    private static TemplateOptions MakeOptions()
    {
        var options = new TemplateOptions { MemberAccessStrategy = new UnsafeMemberAccessStrategy(), StrictVariables = true, StrictFilters = true };
        options.ValueConverters.Add(value => value is string text ? new StringValue(Shown.Text(text)) : null);
        options.ValueConverters.Add(value => value is Figure figure ? new StringValue(figure.ToString(), encode: false) : null);
        return options;
    }

    private static string Resource(string name)
    {
        using var reader = new StreamReader(typeof(ReportPage).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The template {name} is not in the assembly."));
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    /// <summary>Drops the blank lines that tags leave behind; line breaks inside texts are escaped and stay.</summary>
    private static string Tidy(string page) =>
        string.Join('\n', page.Split('\n').Where(line => !string.IsNullOrWhiteSpace(line))) + "\n";
}
