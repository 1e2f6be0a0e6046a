namespace Pipeline.Cli;

/// <summary>What a command's exit code says (design, "Commands").</summary>
internal static class ExitCodes
{
    /// <summary>Approved, or the command did what it was asked.</summary>
    public const int Done = 0;

    /// <summary>A defect of ours.</summary>
    public const int Defect = 1;

    /// <summary>Bad input; nothing was written.</summary>
    public const int BadInput = 2;

    /// <summary>Refused by the gate.</summary>
    public const int Refused = 3;

    /// <summary>Cancelled by Ctrl-C; nothing was left half done.</summary>
    public const int Cancelled = 130;
}
