using System.Runtime.Intrinsics;

namespace Pipeline.Synthesis.Generation;

/// <summary>The exponential of sixteen floats at once.</summary>
internal static class Exponential
{
    /// <summary>
    /// e^x for x at most 0, to seven digits: 2^whole times e^rest, the latter by its series to the sixth power. The
    /// framework's own goes through doubles and takes several times as long, at every token for every word there is.
    /// </summary>
    public static Vector512<float> Of(Vector512<float> x)
    {
        x = Vector512.Max(x, Vector512.Create(-87f)); // Below it a float has no normal e^x; a sum that holds 1 cannot tell.
        var whole = Vector512.Round(x * Vector512.Create(1.44269504f));
        var rest = Vector512.FusedMultiplyAdd(whole, Vector512.Create(-.693147181f), x);
        var series = Vector512.Create(1f / 720);
        series = Vector512.FusedMultiplyAdd(series, rest, Vector512.Create(1f / 120));
        series = Vector512.FusedMultiplyAdd(series, rest, Vector512.Create(1f / 24));
        series = Vector512.FusedMultiplyAdd(series, rest, Vector512.Create(1f / 6));
        series = Vector512.FusedMultiplyAdd(series, rest, Vector512.Create(.5f));
        series = Vector512.FusedMultiplyAdd(series, rest, Vector512<float>.One);
        series = Vector512.FusedMultiplyAdd(series, rest, Vector512<float>.One);
        var power = Vector512.ShiftLeft(Vector512.ConvertToInt32Native(whole) + Vector512.Create(127), 23).AsSingle();
        return series * power;
    }
}
