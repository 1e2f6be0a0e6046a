namespace Pipeline.Core.Plans;

/// <summary>What becomes of runs that were missed while nothing was there to start them.</summary>
public enum Misfire
{
    /// <summary>One run makes up for all of them.</summary>
    RunOnce,

    /// <summary>They are left out.</summary>
    Skip,
}

/// <summary>When a pipeline runs by itself.</summary>
public sealed record SchedulePlan
{
    /// <summary>Seconds, minutes, hours, day of month, month, day of week and optionally year, as Quartz reads them.</summary>
    public required string Cron { get; init; }

    /// <summary>The time zone's name, such as <c>Europe/Paris</c>.</summary>
    public required string Zone { get; init; }

    /// <summary>What becomes of missed runs.</summary>
    public Misfire Misfire { get; init; } = Misfire.RunOnce;
}
