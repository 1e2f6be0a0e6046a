using System.Xml.Linq;
using Pipeline.Core.Flows;

namespace Pipeline.Reports.Figures;

/// <summary>
/// A flow in four columns: what is private, what is public or noised, what is measured, who sees it. Rows follow the flow downward. A
/// flow that breaks the law is drawn thick, from the source to where it must not be.
/// </summary>
internal static class FlowFigure
{
    private const double BoxWidth = 216, BoxHeight = 46, Gap = 70, RowHeight = 62, Top = 84, Left = 22;

    private static readonly string[] Heads = ["PRIVATE", "PUBLIC AND NOISED", "MEASURED", "SEEN BY SOMEBODY"];

    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    private const string Style =
        """
        text { font: 12px system-ui, sans-serif; fill: #1d2733 } .head { font-weight: 600; letter-spacing: .06em; fill: #5a6878; font-size: 11px }
        .title { font-size: 15px; font-weight: 600 } .name { font-weight: 600 } .small { fill: #5a6878; font-size: 11px }
        .lane { fill: #f6f7f9 } .lane.first { fill: #fbf0ef } rect.box { fill: #fff; stroke: #9aa7b4 } rect.private { stroke: #b3261e; fill: #fdecea } rect.noised { stroke: #0b6bcb; fill: #e8f2fc }
        rect.evidence { stroke: #9a6b00; fill: #fff6e0 } rect.door { stroke-width: 3 } rect.bad { stroke-width: 3; stroke: #b3261e }
        .flow { fill: none; stroke: #9aa7b4; stroke-width: 1.1 } .decides { stroke-dasharray: 4 3; opacity: .6 } .flow.private { stroke: #d98880 } .flow.noised { stroke: #6aa6dd } .flow.evidence { stroke: #d3b063 }
        .flow.leak { stroke: #b3261e; stroke-width: 3 } .head-of { stroke: none; fill: #9aa7b4 } .head-of.private { fill: #d98880 } .head-of.noised { fill: #6aa6dd } .head-of.evidence { fill: #d3b063 } .head-of.leak { fill: #b3261e }
        """;

    public static Figure Draw(FlowProof whole)
    {
        var proof = Gathered(whole);
        var places = Places(proof);
        var (width, height) = (Left * 2 + 4 * BoxWidth + 3 * Gap, Top + RowHeight * (places.Values.Max(place => place.Row) + 1) + 20);
        var leaks = proof.Checks.Where(check => !check.Holds).SelectMany(check => check.Path.Zip(check.Path.Skip(1))).ToHashSet();
        var figure = Figure.Of(width, height, proof.Holds ? "Every way of private data out passes a mechanism with budget." : "Private data gets out: the way is drawn thick.", "plan",
            new XElement("style", Style),
            Figure.Text(Left, 28, proof.Holds ? "Proved: nothing private gets out except through a mechanism that has budget" : "Not proved: the thick way breaks the law, or a check failed", "title"),
            Figure.Text(Left, 46, "Boxes: red private, blue noised, yellow evidence, white public. Thick blue: a mechanism. Dashed: only decides.", "small"),
            Heads.SelectMany((head, lane) => new[]
            {
                Figure.Box(X(lane) - 12, 58, BoxWidth + 24, height - 68, lane == 0 ? "lane first" : "lane", 10),
                Figure.Text(X(lane), 76, head, "head"),
            }),
            proof.Graph.Edges.OrderBy(edge => leaks.Contains((edge.From, edge.To))).Select(edge => Flow(proof, places, edge, leaks.Contains((edge.From, edge.To)))),
            proof.Graph.Nodes.Select(node => Box(proof, node, places[node.Name], leaks.Any(leak => leak.First == node.Name || leak.Second == node.Name))));
        foreach (var element in figure.Drawing.DescendantsAndSelf()) element.Name = Svg + element.Name.LocalName;
        return figure;
    }

    /// <summary>Audits that are given the same and give it to the same become one box.</summary>
    private static FlowProof Gathered(FlowProof proof)
    {
        string Around(FlowNode node) => string.Join('|', proof.Graph.Into[node.Name].Select(edge => edge.From).Order(StringComparer.Ordinal)) + ">" + string.Join('|', proof.Graph.OutOf[node.Name].Select(edge => edge.To).Order(StringComparer.Ordinal));
        var names = proof.Graph.Nodes.ToDictionary(node => node.Name, node => node.Name, StringComparer.Ordinal);
        var gathered = proof.Graph.Of(FlowKind.Audit).GroupBy(Around).Where(own => own.Count() > 1).ToDictionary(own => own.First().Name, own => own.ToList(), StringComparer.Ordinal);
        foreach (var (first, own) in gathered) foreach (var node in own) names[node.Name] = $"{first} and {own.Count - 1} more";
        var nodes = proof.Graph.Nodes.Where(node => !gathered.Values.Any(own => own.Skip(1).Contains(node)))
            .Select(node => gathered.TryGetValue(node.Name, out var own) ? node with { Name = names[node.Name], Says = string.Join(", ", own.Skip(1).Select(other => other.Name)) } : node).ToList();
        var graph = new FlowGraph(nodes, [.. proof.Graph.Edges.Select(edge => edge with { From = names[edge.From], To = names[edge.To] })]);
        var labels = proof.Labels.GroupBy(pair => names[pair.Key]).ToDictionary(own => own.Key, own => own.First().Value, StringComparer.Ordinal);
        return new FlowProof(graph, labels, [.. proof.Checks.Select(check => check with { Path = [.. check.Path.Select(name => names[name])] })]);
    }

    private static double X(int lane) => Left + lane * (BoxWidth + Gap);

    private static IEnumerable<XElement> Box(FlowProof proof, FlowNode node, (int Lane, int Row) place, bool bad)
    {
        var (x, y, label) = (X(place.Lane), Top + place.Row * RowHeight, proof.Labels[node.Name]);
        return
        [
            new XElement("g", new XElement("title", $"{node.Name}: {node.Says}. {label}"),
                Figure.Box(x, y, BoxWidth, BoxHeight, $"box {Kind(label)} {(node.Kind is FlowKind.Mechanism or FlowKind.Gate ? "door" : "")} {(bad ? "bad" : "")}", 6),
                Figure.Text(x + 10, y + 19, Figure.Fit(node.Name, 30), "name"),
                Figure.Text(x + 10, y + 35, Figure.Fit(node.Says, 33), "small")),
        ];
    }

    private static IEnumerable<XElement> Flow(FlowProof proof, Dictionary<string, (int Lane, int Row)> places, FlowEdge edge, bool leak)
    {
        var ((fromLane, fromRow), (toLane, toRow)) = (places[edge.From], places[edge.To]);
        var kind = leak ? "leak" : edge.Control ? "decides" : Kind(proof.Labels[edge.From]);
        // Within a lane along its right side; between lanes from side to side.
        var (x1, y1) = (X(fromLane) + (toLane >= fromLane ? BoxWidth : 0), Top + fromRow * RowHeight + BoxHeight / 2);
        var (x2, y2) = (X(toLane) + (toLane > fromLane ? 0 : BoxWidth), Top + toRow * RowHeight + BoxHeight / 2 + (fromRow < toRow ? -7 : 7));
        var into = toLane > fromLane ? -1 : 1;
        var bend = toLane == fromLane ? Math.Min(Gap - 24, 14 + 5 * Math.Abs(toRow - fromRow)) : Gap / 2;
        var c1 = x1 + (toLane >= fromLane ? bend : -bend);
        var path = $"M {Figure.At(x1)} {Figure.At(y1)} C {Figure.At(c1)} {Figure.At(y1)} {Figure.At(x2 + into * bend)} {Figure.At(y2)} {Figure.At(x2 + into * 5)} {Figure.At(y2)}";
        yield return Figure.Path(path, "flow " + kind);
        yield return Figure.Path($"M {Figure.At(x2)} {Figure.At(y2)} L {Figure.At(x2 + into * 7)} {Figure.At(y2 - 3.5)} L {Figure.At(x2 + into * 7)} {Figure.At(y2 + 3.5)} Z", "head-of " + kind);
    }

    /// <summary>Lanes by what a node is, rows by the longest way to it; circles are broken where a node was declared first.</summary>
    private static Dictionary<string, (int Lane, int Row)> Places(FlowProof proof)
    {
        var (graph, order) = (proof.Graph, proof.Graph.Nodes.Select((node, i) => (node.Name, i)).ToDictionary(pair => pair.Name, pair => pair.i, StringComparer.Ordinal));
        var depth = graph.Nodes.ToDictionary(node => node.Name, _ => 0, StringComparer.Ordinal);
        foreach (var node in graph.Nodes)
            depth[node.Name] = graph.Into[node.Name].Where(edge => order[edge.From] < order[edge.To]).Select(edge => depth[edge.From] + 1).DefaultIfEmpty(0).Max();
        var (next, places) = (new int[Heads.Length], new Dictionary<string, (int Lane, int Row)>(StringComparer.Ordinal));
        foreach (var node in graph.Nodes.OrderBy(node => depth[node.Name]).ThenBy(node => order[node.Name]))
        {
            var lane = node.Kind is FlowKind.Sink ? 3 : node.Kind is FlowKind.Audit or FlowKind.Gate ? 2 : proof.Labels[node.Name].Secrecy == Secrecy.Private ? 0 : 1;
            var row = Math.Max(next[lane], lane == 3 ? 0 : Math.Min(depth[node.Name], next[lane] + 1));
            (places[node.Name], next[lane]) = ((lane, row), row + 1);
        }
        return places;
    }

    private static string Kind(FlowLabel label) => label.Secrecy.ToString().ToLowerInvariant();
}
