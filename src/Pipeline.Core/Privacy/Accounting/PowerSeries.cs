namespace Pipeline.Core.Privacy.Accounting;

/// <summary>
/// e^(start + rate i) for i = 0, 1, 2, ... by multiplication, anew from the exponential every 64 steps or before the power has
/// grown by e: within 64 roundoffs, and nothing that begins below the least double grows out of it unseen.
/// </summary>
[System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Auto)]
internal struct PowerSeries(double start, double rate)
{
    private readonly double ratio = Math.Exp(rate);
    private readonly int stride = (int)Math.Clamp(1 / Math.Abs(rate), 1, 64);
    private double power = 0;
    private int at = 0, left = 0;

    /// <summary>e^(start + rate i) for the next i.</summary>
    public double Next()
    {
        if (left > 0)
        {
            left--;
            power *= ratio;
        }
        else
        {
            left = stride - 1;
            power = Math.Exp(start + rate * at);
        }
        at++;
        return power;
    }
}
