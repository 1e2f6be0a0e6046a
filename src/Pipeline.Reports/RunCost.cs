namespace Pipeline.Reports;

/// <summary>
/// What a run cost. Time and the model's work are counted. Energy and money are estimates: counted time multiplied by
/// assumptions that stand beside the result.
/// </summary>
public sealed record RunCost
{
    private const double SecondsPerHour = 3600;

    /// <summary>Every stage, in order.</summary>
    public required IReadOnlyList<StageCost> Stages { get; init; }

    /// <summary>Wall-clock seconds of the whole run.</summary>
    public required double Seconds { get; init; }

    /// <summary>Seconds in which a core was busy, all cores added up.</summary>
    public required double ProcessorSeconds { get; init; }

    /// <summary>Assumed power of one busy core with its share of memory, fans and power supply, in watts.</summary>
    public required double WattsPerCore { get; init; }

    /// <summary>Assumed price of the machine for an hour, in <see cref="Currency"/>.</summary>
    public required double PricePerHour { get; init; }

    /// <summary>The price's currency, such as <c>USD</c>.</summary>
    public required string Currency { get; init; }

    /// <summary>Texts the run made.</summary>
    public required int Texts { get; init; }

    /// <summary>Largest memory the process held, in megabytes (10^6 bytes).</summary>
    public required double PeakMemoryMegabytes { get; init; }

    /// <summary>New tokens the language model wrote.</summary>
    public long TokensWritten => Stages.Sum(stage => stage.TokensWritten);

    /// <summary>Positions of prompts and texts the language model read.</summary>
    public long PositionsRead => Stages.Sum(stage => stage.PositionsRead);

    /// <summary>Estimated energy, in watt-hours.</summary>
    public double WattHours => ProcessorSeconds * WattsPerCore / SecondsPerHour;

    /// <summary>Estimated price of the run.</summary>
    public double Price => Seconds * PricePerHour / SecondsPerHour;

    /// <summary>Estimated price of a thousand such texts; null when none was made.</summary>
    public double? PricePerThousandTexts => Texts > 0 ? Price * 1000 / Texts : null;
}

/// <summary>What one stage cost.</summary>
/// <param name="Name">The stage, in a few words.</param>
/// <param name="Seconds">Wall-clock seconds.</param>
/// <param name="TokensWritten">New tokens the language model wrote.</param>
/// <param name="PositionsRead">Positions the language model read, padding included.</param>
public sealed record StageCost(string Name, double Seconds, long TokensWritten, long PositionsRead);
