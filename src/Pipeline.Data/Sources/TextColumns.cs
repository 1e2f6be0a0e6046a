namespace Pipeline.Data.Sources;

/// <summary>What the columns of a file of texts mean.</summary>
public sealed record TextColumns
{
    /// <summary>Column with the text.</summary>
    public required string Text { get; init; }

    /// <summary>Column with the label; null where texts have none.</summary>
    public string? Label { get; init; }

    /// <summary>Column that names the texts; null means that they are named by their row number.</summary>
    public string? Id { get; init; }
}
