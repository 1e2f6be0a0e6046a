using System.Xml.Linq;
using Pipeline.Core.Flows;
using Pipeline.Core.Inputs;
using Pipeline.Reports.Figures;

namespace Pipeline.Reports;

/// <summary>The flow of a plan as a picture of its own.</summary>
public static class FlowPicture
{
    /// <summary>Writes an SVG file, whole or not at all.</summary>
    /// <exception cref="BadInputException">The file cannot be written there.</exception>
    public static void Write(FlowProof proof, string path)
    {
        var whole = path + ".part";
        try
        {
            File.WriteAllText(whole, Svg(proof));
            File.Move(whole, path, overwrite: true);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new BadInputException(new Problem(path, "The picture cannot be written there.", "a file in a folder that exists and may be written"), cause);
        }
    }

    /// <summary>The picture as text.</summary>
    public static string Svg(FlowProof proof) => new XDeclaration("1.0", "utf-8", null) + Environment.NewLine + FlowFigure.Draw(proof).Drawing;
}
