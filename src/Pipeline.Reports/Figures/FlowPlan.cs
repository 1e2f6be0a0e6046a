using Pipeline.Core.Flows;

namespace Pipeline.Reports.Figures;

/// <summary>A box of the picture: a node, or several that pass the same on to the same.</summary>
/// <param name="Nodes">The nodes it stands for.</param>
/// <param name="Lane">Column.</param>
/// <param name="Row">Row.</param>
internal sealed record FlowBox(IReadOnlyList<FlowNode> Nodes, int Lane, int Row)
{
    /// <summary>Its first node.</summary>
    public FlowNode Node => Nodes[0];

    /// <summary>How many rows it takes: two where it has several names to show.</summary>
    public int Rows => Nodes.Count > 2 ? 2 : 1;
}

/// <summary>An arrow of the picture.</summary>
/// <param name="From">A box.</param>
/// <param name="To">A box.</param>
/// <param name="Decides">Whether it only decides.</param>
/// <param name="Leak">Whether it is a part of a way that must not be.</param>
internal sealed record FlowArrow(FlowBox From, FlowBox To, bool Decides, bool Leak);

/// <summary>
/// What of a proof is drawn, and where. Audits become one box; an arrow that another way through the boxes says already is left out.
/// Neither hides a leak: a way that must not be keeps its boxes and its arrows.
/// </summary>
internal sealed record FlowPlan(IReadOnlyList<FlowBox> Boxes, IReadOnlyList<FlowArrow> Arrows)
{
    /// <summary>What the columns hold.</summary>
    public static IReadOnlyList<string> Lanes { get; } = ["PRIVATE", "PUBLIC AND NOISED", "MEASURED AND DECIDED", "SEEN BY SOMEBODY"];

    public static FlowPlan Of(FlowProof proof)
    {
        var leaks = proof.Checks.Where(check => !check.Holds).SelectMany(check => check.Path.Zip(check.Path.Skip(1))).ToHashSet();
        var bad = leaks.SelectMany(leak => new[] { leak.First, leak.Second }).ToHashSet(StringComparer.Ordinal);
        var groups = proof.Graph.Nodes
            .GroupBy(node => node.Kind == FlowKind.Audit && node.Code is not null && !bad.Contains(node.Name) ? $"audits, {proof.Labels[node.Name]}" : node.Name, StringComparer.Ordinal)
            .Select(own => own.ToList()).ToList();
        var order = groups.SelectMany((own, i) => own.Select(node => (node.Name, i))).ToDictionary(pair => pair.Name, pair => pair.i, StringComparer.Ordinal);
        var edges = proof.Graph.Edges.Select(edge => (From: order[edge.From], To: order[edge.To], edge.Control, Leak: leaks.Contains((edge.From, edge.To))))
            .Where(edge => edge.From != edge.To)
            .GroupBy(edge => (edge.From, edge.To)).Select(same => (same.Key.From, same.Key.To, Control: same.All(edge => edge.Control), Leak: same.Any(edge => edge.Leak))).ToList();
        var needed = Needed(edges);
        var boxes = Placed(proof, groups, needed);
        return new FlowPlan(boxes, [.. needed.Select(edge => new FlowArrow(boxes[edge.From], boxes[edge.To], edge.Control, edge.Leak))]);
    }

    /// <summary>Leaves out, one after another, what can be reached without it; over data alone where it carries data.</summary>
    private static List<(int From, int To, bool Control, bool Leak)> Needed(List<(int From, int To, bool Control, bool Leak)> all)
    {
        var kept = all.ToHashSet();
        foreach (var edge in all.Where(edge => !edge.Leak).OrderBy(edge => !edge.Control))
        {
            kept.Remove(edge);
            if (!Reaches(kept, edge.From, edge.To, edge.Control)) kept.Add(edge);
        }
        return [.. all.Where(kept.Contains)];
    }

    private static bool Reaches(HashSet<(int From, int To, bool Control, bool Leak)> edges, int from, int to, bool byDecisions)
    {
        var out_ = edges.Where(edge => byDecisions || !edge.Control).ToLookup(edge => edge.From, edge => edge.To);
        var (seen, waiting) = (new HashSet<int> { from }, new Queue<int>([from]));
        while (waiting.TryDequeue(out var at))
            foreach (var next in out_[at])
            {
                if (next == to) return true;
                if (seen.Add(next)) waiting.Enqueue(next);
            }
        return false;
    }

    /// <summary>
    /// Lanes by what a node is. In the lane of the public, rows follow the flow; elsewhere a box stands beside what flows into it, or
    /// in the lane of the private beside what it has to do with, as far as there is room.
    /// </summary>
    private static IReadOnlyList<FlowBox> Placed(FlowProof proof, List<List<FlowNode>> groups, List<(int From, int To, bool Control, bool Leak)> edges)
    {
        var depth = new int[groups.Count];
        for (var i = 0; i < depth.Length; i++) depth[i] = edges.Where(edge => edge.To == i && edge.From < i).Select(edge => depth[edge.From] + 1).DefaultIfEmpty(0).Max();
        var lanes = Enumerable.Range(0, groups.Count).OrderBy(i => depth[i]).ThenBy(i => i).ToLookup(i => LaneOf(proof, groups[i][0]));
        var boxes = new FlowBox?[groups.Count];
        foreach (var lane in (int[])[1, 0, 2, 3])
        {
            var (own, next) = (lanes[lane].ToList(), 0);
            foreach (var (i, wish) in own.Select((i, order) => (i, Wish: lane == 1 ? order : Beside(i) ?? order)).OrderBy(pair => pair.Wish))
            {
                var row = Math.Max(next, (int)Math.Round(wish));
                boxes[i] = new FlowBox(groups[i], lane, row);
                next = row + boxes[i]!.Rows;
            }
        }
        return [.. boxes.Select(box => box!)];

        double? Beside(int i)
        {
            var near = edges.Where(edge => !edge.Control && edge.To == i).Select(edge => edge.From)
                .Concat(LaneOf(proof, groups[i][0]) == 0 ? edges.Where(edge => edge.From == i).Select(edge => edge.To) : [])
                .Select(other => boxes[other]).OfType<FlowBox>().Where(box => box.Lane != 0 || LaneOf(proof, groups[i][0]) != 0).ToList();
            return near.Count == 0 ? null : near.Average(box => box.Row);
        }
    }

    private static int LaneOf(FlowProof proof, FlowNode node) => node.Kind switch
    {
        FlowKind.Sink => 3,
        FlowKind.Audit or FlowKind.Gate => 2,
        _ => proof.Labels[node.Name].Secrecy == Secrecy.Private ? 0 : 1,
    };
}
