namespace Pipeline.Data.Runs;

/// <summary>Names of the files that recovery looks for in a run's folder.</summary>
public static class RunFiles
{
    /// <summary>What was released.</summary>
    public const string Data = "data.parquet";

    /// <summary>The signed evidence that the decision was taken on.</summary>
    public const string Bundle = "evidence.dsse.json";

    /// <summary>Held by the process that works on the run.</summary>
    internal const string Lock = ".lock";
}
