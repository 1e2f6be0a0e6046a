using System.Runtime.InteropServices;

namespace Pipeline.Audits.Overlap;

/// <summary>A part of a whole, kept as integers.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Share(int Part, int Whole)
{
    /// <summary>From 0 to 1; null when there is no whole (a text shorter than n units has no n-gram): undefined, never 0.</summary>
    public double? Value => Whole == 0 ? null : (double)Part / Whole;
}
