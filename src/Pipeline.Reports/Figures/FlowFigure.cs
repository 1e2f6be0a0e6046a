using System.Xml.Linq;
using Pipeline.Core.Flows;

namespace Pipeline.Reports.Figures;

/// <summary>
/// A flow in four columns: what is private, what is public or noised, what is measured and decided, who sees it. A flow that breaks
/// the law is drawn thick, from the source to where it must not be. Colours follow the reader's light or dark.
/// </summary>
internal static class FlowFigure
{
    private const int Letters = 37, Least = 2, PerRow = 6;

    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    private const string Style =
        """
        svg { --page: #ffffff; --lane: #f4f6f8; --ink: #1d2733; --soft: #566474; --public: #ffffff; --private: #fdecea; --noised: #e6f1fc; --evidence: #fff6e0;
          --line: #8493a1; --red: #b3261e; --blue: #0b6bcb; --gold: #946700 }
        @media (prefers-color-scheme: dark) { svg { --page: #11161c; --lane: #1a2129; --ink: #e6ebf0; --soft: #a5b1bd; --public: #222b35; --private: #3b1f1e; --noised: #14304c; --evidence: #372c12;
          --line: #7d8b99; --red: #ff8a80; --blue: #6bb3ff; --gold: #e3b64e } }
        text { font: 12px system-ui, sans-serif; fill: var(--ink) } .head { font-weight: 600; letter-spacing: .06em; fill: var(--soft); font-size: 11px }
        .title { font-size: 16px; font-weight: 600 } .name { font-weight: 600 } .small { fill: var(--soft); font-size: 11px }
        .page { fill: var(--page) } .lane { fill: var(--lane) }
        .box { fill: var(--public); stroke: var(--line) } .box.private { fill: var(--private); stroke: var(--red) } .box.noised { fill: var(--noised); stroke: var(--blue) }
        .box.evidence { fill: var(--evidence); stroke: var(--gold) } .box.door { stroke-width: 3 } .box.bad { stroke-width: 3; stroke: var(--red) }
        .flow { fill: none; stroke: var(--line); stroke-width: 1.3 } .flow.private { stroke: var(--red) } .flow.noised { stroke: var(--blue) } .flow.evidence { stroke: var(--gold) }
        .flow.decides { stroke-dasharray: 4 3 } .flow.leak { stroke: var(--red); stroke-width: 4 }
        .tip { fill: var(--line) } .tip.private, .tip.leak { fill: var(--red) } .tip.noised { fill: var(--blue) } .tip.evidence { fill: var(--gold) }
        """;

    public static Figure Draw(FlowProof proof)
    {
        var plan = FlowPlan.Of(proof);
        var routes = new FlowRoutes(plan);
        var (width, height) = (FlowRoutes.X(FlowPlan.Lanes.Count) - FlowRoutes.Gutter + FlowRoutes.Left, FlowRoutes.Y(plan.Boxes.Max(box => box.Row + box.Rows)) + 8);
        var figure = Figure.Of(width, height, proof.Holds ? "Every way of private data out passes a mechanism with budget." : "Private data gets out: the way is drawn thick.", "plan",
            new XElement("style", Style),
            Figure.Box(0, 0, width, height, "page"),
            Figure.Text(FlowRoutes.Left, 28, proof.Holds ? "Proved: nothing private gets out except through a mechanism that has budget" : "Not proved: the thick way breaks the law, or a check failed", "title"),
            Figure.Text(FlowRoutes.Left, 48, "Red: private. Blue: noised. Yellow: evidence, for internal readers. Plain: public. Thick frame: a mechanism or the gate. Dashed: only decides. Arrows that others imply are left out.", "small"),
            FlowPlan.Lanes.SelectMany((head, lane) => new[]
            {
                Figure.Box(FlowRoutes.X(lane) - 12, 60, FlowRoutes.BoxWidth + 24, height - 68, "lane", 10),
                Figure.Text(FlowRoutes.X(lane), 80, head, "head"),
            }),
            plan.Arrows.OrderBy(arrow => arrow.Leak).Select(arrow => Flow(proof, routes, arrow)),
            plan.Boxes.Select(box => Box(proof, box, plan.Arrows.Any(arrow => arrow.Leak && (arrow.From == box || arrow.To == box)))));
        foreach (var element in figure.Drawing.DescendantsAndSelf()) element.Name = Svg + element.Name.LocalName;
        return figure;
    }

    private static XElement Box(FlowProof proof, FlowBox box, bool bad)
    {
        var (x, y, label) = (FlowRoutes.X(box.Lane), FlowRoutes.Y(box.Row), proof.Labels[box.Node.Name]);
        var (name, says) = box.Nodes.Count == 1 ? (box.Node.Name, box.Node.Says) : ($"{box.Nodes.Count} audits", string.Join(", ", box.Nodes.Select(node => node.Name)));
        return new XElement("g", new XElement("title", $"{name}: {says}. {label}"),
            Figure.Box(x, y, FlowRoutes.BoxWidth, FlowRoutes.Height(box), $"box {Kind(label)}{(box.Node.Kind is FlowKind.Mechanism or FlowKind.Gate ? " door" : "")}{(bad ? " bad" : "")}", 6),
            Figure.Text(x + 10, y + 18, Figure.Fit(name, Letters - 5), "name"),
            Lines(says, Least + PerRow * (box.Rows - 1)).Select((line, i) => Figure.Text(x + 10, y + 33 + 14 * i, line, "small")));
    }

    private static IEnumerable<XElement> Flow(FlowProof proof, FlowRoutes routes, FlowArrow arrow)
    {
        var kind = arrow.Leak ? "leak" : Kind(proof.Labels[arrow.From.Node.Name]);
        var (line, head) = routes.Of(arrow);
        return [Figure.Path(line, $"flow {kind}{(arrow.Decides ? " decides" : "")}"), Figure.Path(head, "tip " + kind)];
    }

    /// <summary>Lines broken between words; the last is cut where there are more.</summary>
    private static IEnumerable<string> Lines(string text, int most)
    {
        for (var line = 1; text.Length > Letters && line < most; line++)
        {
            var at = text.LastIndexOf(' ', Letters);
            if (at <= 0) break;
            yield return text[..at];
            text = text[(at + 1)..];
        }
        yield return Figure.Fit(text, Letters);
    }

    private static string Kind(FlowLabel label) => label.Secrecy.ToString().ToLowerInvariant();
}
