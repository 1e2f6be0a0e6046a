namespace Pipeline.Reports.Figures;

/// <summary>
/// Ways of arrows round the boxes: out at a side, up or down in the gutter beside it, across the lanes between in the gap above the
/// row it goes to, and in at a side. Arrows of one box share their track in a gutter; tracks that would touch lie side by side.
/// </summary>
internal sealed class FlowRoutes
{
    public const double BoxWidth = 240, BoxHeight = 58, Gutter = 88, RowHeight = 84, Top = 116, Left = 24;

    private const double Track = 6, Corner = 5, Head = 7;

    private readonly Dictionary<FlowArrow, (double X, double Y)> ins = [];
    private readonly Dictionary<(FlowBox From, int Gutter, bool Decides), double> tracks = [];
    private readonly Dictionary<FlowArrow, double> crossings = [];

    public FlowRoutes(FlowPlan plan)
    {
        foreach (var side in plan.Arrows.GroupBy(arrow => (arrow.To, FromLeft: EntersLeft(arrow))))
        {
            var own = side.OrderBy(arrow => arrow.From.Row).ThenBy(arrow => arrow.From.Lane).ToList();
            for (var i = 0; i < own.Count; i++)
                // On the right the upper part is where arrows go out.
                ins[own[i]] = (X(side.Key.To.Lane) + (side.Key.FromLeft ? 0 : BoxWidth), Y(side.Key.To.Row) + (side.Key.FromLeft ? 8 : 24) + (Height(side.Key.To) - (side.Key.FromLeft ? 16 : 32)) * (i + .5) / own.Count);
        }
        foreach (var gap in plan.Arrows.Where(arrow => OutOf(arrow) != Into(arrow)).GroupBy(arrow => arrow.To.Row))
        {
            var sources = gap.Select(arrow => arrow.From).Distinct().ToList();
            foreach (var arrow in gap) crossings[arrow] = Y(arrow.To.Row) - 5 - (RowHeight - BoxHeight - 10) * (sources.IndexOf(arrow.From) + .5) / sources.Count;
        }
        Lay(plan);
    }

    public static double X(int lane) => Left + lane * (BoxWidth + Gutter);

    public static double Height(FlowBox box) => BoxHeight + (box.Rows - 1) * RowHeight;

    public static double Y(int row) => Top + row * RowHeight;

    /// <summary>The line of an arrow, and its head.</summary>
    public (string Line, string Head) Of(FlowArrow arrow)
    {
        var ((x2, y2), right, left) = (ins[arrow], arrow.To.Lane >= arrow.From.Lane, EntersLeft(arrow));
        var (x1, y1) = (X(arrow.From.Lane) + (right ? BoxWidth : 0), Out(arrow));
        List<(double X, double Y)> points = [(x1, y1), (tracks[(arrow.From, OutOf(arrow), arrow.Decides)], y1)];
        if (crossings.TryGetValue(arrow, out var across)) points.AddRange([(points[^1].X, across), (tracks[(arrow.From, Into(arrow), arrow.Decides)], across)]);
        points.AddRange([(points[^1].X, y2), (x2 + (left ? -Head : Head), y2)]);
        var tip = left ? -Head : Head;
        return (Rounded(points), $"M {At(x2)} {At(y2)} L {At(x2 + tip)} {At(y2 - 3.5)} L {At(x2 + tip)} {At(y2 + 3.5)} Z");
    }

    private static bool EntersLeft(FlowArrow arrow) => arrow.To.Lane > arrow.From.Lane;

    /// <summary>The gutter an arrow goes out to; gutter i lies to the right of lane i.</summary>
    private static int OutOf(FlowArrow arrow) => arrow.To.Lane >= arrow.From.Lane ? arrow.From.Lane : arrow.From.Lane - 1;

    private static int Into(FlowArrow arrow) => EntersLeft(arrow) ? arrow.To.Lane - 1 : arrow.To.Lane;

    private static double Out(FlowArrow arrow) => Y(arrow.From.Row) + (arrow.Decides ? 18 : 12);

    /// <summary>One track for each box in each gutter that its arrows use, the first that is free over its height.</summary>
    private void Lay(FlowPlan plan)
    {
        var spans = new Dictionary<(FlowBox From, int Gutter, bool Decides), (double Low, double High)>();
        foreach (var arrow in plan.Arrows)
        {
            var (crosses, y) = (crossings.TryGetValue(arrow, out var across), ins[arrow].Y);
            Span((arrow.From, OutOf(arrow), arrow.Decides), Out(arrow), crosses ? across : y);
            if (crosses) Span((arrow.From, Into(arrow), arrow.Decides), across, y);
        }
        foreach (var gutter in spans.GroupBy(span => span.Key.Gutter))
        {
            var taken = new List<List<(double Low, double High)>>();
            foreach (var (key, span) in gutter.OrderBy(own => own.Value.High - own.Value.Low))
            {
                var place = taken.FindIndex(own => own.TrueForAll(other => other.High + Track < span.Low || span.High + Track < other.Low));
                if (place < 0) (place, _) = (taken.Count, Add(taken));
                taken[place].Add(span);
                tracks[key] = place;
            }
            var step = Math.Min(Track, (Gutter - 30) / Math.Max(1, taken.Count - 1));
            foreach (var key in gutter.Select(own => own.Key)) tracks[key] = X(gutter.Key) + BoxWidth + Gutter / 2 + (tracks[key] - (taken.Count - 1) / 2.0) * step;
        }

        void Span((FlowBox, int, bool) key, double one, double other)
        {
            var (low, high) = spans.GetValueOrDefault(key, (one, one));
            spans[key] = (Math.Min(low, Math.Min(one, other)), Math.Max(high, Math.Max(one, other)));
        }

        static int Add(List<List<(double, double)>> to)
        {
            to.Add([]);
            return to.Count;
        }
    }

    private static string Rounded(List<(double X, double Y)> points)
    {
        var path = $"M {At(points[0].X)} {At(points[0].Y)}";
        for (var i = 1; i < points.Count - 1; i++)
        {
            var (before, after) = (Towards(points[i], points[i - 1]), Towards(points[i], points[i + 1]));
            path += $" L {At(before.X)} {At(before.Y)} Q {At(points[i].X)} {At(points[i].Y)} {At(after.X)} {At(after.Y)}";
        }
        return path + $" L {At(points[^1].X)} {At(points[^1].Y)}";

        static (double X, double Y) Towards((double X, double Y) from, (double X, double Y) to)
        {
            var far = Math.Abs(to.X - from.X) + Math.Abs(to.Y - from.Y);
            var part = far == 0 ? 0 : Math.Min(Corner, far / 2) / far;
            return (from.X + (to.X - from.X) * part, from.Y + (to.Y - from.Y) * part);
        }
    }

    private static string At(double value) => Figure.At(value);
}
