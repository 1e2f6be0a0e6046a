namespace Pipeline.Core.Policies;

/// <summary>How protected a source is, as the person who wrote the pipeline file declares it.</summary>
public enum Classification
{
    /// <summary>Anyone may read it.</summary>
    Public,

    /// <summary>For the organisation only.</summary>
    Internal,

    /// <summary>For named people only.</summary>
    Confidential,

    /// <summary>Harm is likely if it becomes known.</summary>
    Restricted,
}
