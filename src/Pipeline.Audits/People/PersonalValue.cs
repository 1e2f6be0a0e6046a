using System.Runtime.InteropServices;
using Pipeline.Audits.Text;

namespace Pipeline.Audits.People;

/// <summary>A personal value found in a text.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Span">Where, in UTF-16 code units of the text as it was given.</param>
/// <param name="Key">Equal for the same value written differently. As private as the value itself.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct PersonalValue(PersonalKind Kind, TextSpan Span, string Key)
{
    /// <summary>Never the value.</summary>
    public override string ToString() => $"{Kind} at {Span.Start}";
}
