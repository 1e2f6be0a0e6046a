namespace Pipeline.Cli.Auditing;

/// <summary>What <c>pipeline audit</c> was asked.</summary>
internal sealed record AuditRequest
{
    /// <summary>The private records.</summary>
    public required string Source { get; init; }

    /// <summary>Private records that the texts were not made from, or null.</summary>
    public string? Holdout { get; init; }

    /// <summary>The texts.</summary>
    public required string Candidate { get; init; }

    /// <summary>The audit suite: a file, or the name of one that ships.</summary>
    public required string Suite { get; init; }

    /// <summary>The policy: a file, or the name of one that ships; null asks for none.</summary>
    public string? Policy { get; init; }

    /// <summary>Column with the text, in every file; null is guessed.</summary>
    public string? Text { get; init; }

    /// <summary>Column with the text of the candidate where it has another name.</summary>
    public string? CandidateText { get; init; }

    /// <summary>Column with the label; null means that texts have none.</summary>
    public string? Label { get; init; }

    /// <summary>Column that names the texts; null takes a column called <c>id</c>, else the row number.</summary>
    public string? Id { get; init; }

    /// <summary>Megabytes of 10^6 bytes that the index of an audit may take.</summary>
    public required int IndexMegabytes { get; init; }

    /// <summary>Whether what is prepared of the source may lie on the disk between walks.</summary>
    public required bool Spill { get; init; }
}
