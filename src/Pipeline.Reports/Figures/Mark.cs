using Pipeline.Core.Policies;

namespace Pipeline.Reports.Figures;

/// <summary>A mark beside a verdict: its shape tells it apart, not its colour alone.</summary>
internal static class Mark
{
    public static Figure Of(Outcome outcome) => outcome switch
    {
        Outcome.Holds => Holds(18),
        Outcome.Fails => Fails(18),
        _ => Unknown(18),
    };

    public static Figure Holds(double size) => Draw(size, "holds", "holds", "M5.2 9.4 L8 12.2 L13 6.4");

    public static Figure Fails(double size) => Draw(size, "fails", "fails", "M6 6 L12 12 M12 6 L6 12");

    public static Figure Unknown(double size) => Draw(size, "cannot be judged", "unknown", "M6.7 7.2 a2.3 2.3 0 1 1 3.3 2.1 q-1 .5 -1 1.5 M9 12.9 v.2");

    private static Figure Draw(double size, string description, string kind, string path)
    {
        var figure = Figure.Of(18, 18, description, "mark " + kind, Figure.Dot(9, 9, 8.25, "ring"), Figure.Path(path, "stroke"));
        figure.Drawing.SetAttributeValue("width", Figure.At(size));
        figure.Drawing.SetAttributeValue("height", Figure.At(size));
        return figure;
    }
}
