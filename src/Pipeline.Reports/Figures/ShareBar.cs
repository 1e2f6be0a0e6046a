using Pipeline.Reports.Html;

namespace Pipeline.Reports.Figures;

/// <summary>A part of a whole as a bar, for the column of a table.</summary>
internal static class ShareBar
{
    public static Figure Draw(double share, string description) => Figure.Of(160, 14, $"{description}: {Shown.Share(share)}", "share",
        Figure.Box(0, 3, 160, 8, "track", 2),
        Figure.Box(0, 3, double.IsFinite(share) ? Math.Clamp(share, 0, 1) * 160 : 0, 8, "bar", 2));
}
