namespace Pipeline.Core.Privacy.Accounting;

/// <summary>e^(rate i) for i = 0, 1, 2, ... by multiplication, anew from the exponential every 64 steps: within 64 roundoffs.</summary>
[System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Auto)]
internal struct PowerSeries(double start, double rate)
{
    private readonly double ratio = Math.Exp(rate);
    private double power = 0;
    private long at = 0;

    /// <summary>e^(start + rate i) for the next i.</summary>
    public double Next()
    {
        power = (at & 63) == 0 ? Math.Exp(start + rate * at) : power * ratio;
        at++;
        return power;
    }
}
