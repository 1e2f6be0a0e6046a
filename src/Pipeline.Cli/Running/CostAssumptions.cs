using System.Globalization;
using Pipeline.Core.Inputs;

namespace Pipeline.Cli.Running;

/// <summary>What energy and price are estimated from. The defaults are typical of rented servers; an installation sets its own.</summary>
/// <param name="WattsPerCore">Power of one busy core with its share of the machine, <c>PIPELINE_WATTS_PER_CORE</c>.</param>
/// <param name="PricePerHour">Price of the machine for an hour, <c>PIPELINE_PRICE_PER_HOUR</c>.</param>
/// <param name="Currency">The price's currency, <c>PIPELINE_CURRENCY</c>.</param>
internal sealed record CostAssumptions(double WattsPerCore, double PricePerHour, string Currency)
{
    /// <summary>A server processor of 350 W with 48 cores, and as much again of a half for memory, fans and power supply.</summary>
    private const double UsualWattsPerCore = 10;

    /// <summary>A rented machine of two cores, in the order of magnitude.</summary>
    private const double UsualPricePerHour = .10;

    private const int LongestCurrency = 12;

    /// <summary>Reads the environment.</summary>
    /// <exception cref="BadInputException">A variable does not hold what it should.</exception>
    public static CostAssumptions FromEnvironment() => From(Environment.GetEnvironmentVariable);

    /// <summary>The same from any place that knows variables.</summary>
    public static CostAssumptions From(Func<string, string?> variable)
    {
        var currency = variable("PIPELINE_CURRENCY") is { Length: > 0 } named ? named : "USD";
        if (currency.Length > LongestCurrency || currency.Any(char.IsControl))
            throw new BadInputException("PIPELINE_CURRENCY", "It is no currency.", "a short name such as EUR");
        return new CostAssumptions(Number("PIPELINE_WATTS_PER_CORE", UsualWattsPerCore), Number("PIPELINE_PRICE_PER_HOUR", UsualPricePerHour), currency);

        double Number(string name, double usual)
        {
            if (variable(name) is not { Length: > 0 } text) return usual;
            return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= 0 && double.IsFinite(value)
                ? value
                : throw new BadInputException(name, "It is not a number of at least 0.", $"a number such as {usual.ToString(CultureInfo.InvariantCulture)}");
        }
    }
}
