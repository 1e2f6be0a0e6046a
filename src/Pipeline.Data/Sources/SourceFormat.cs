namespace Pipeline.Data.Sources;

/// <summary>Kinds of file that private text is read from.</summary>
public enum SourceFormat
{
    /// <summary>Apache Parquet, unencrypted.</summary>
    Parquet,

    /// <summary>Comma-separated values, strictly by RFC 4180.</summary>
    Csv,

    /// <summary>The same with tabs between the values.</summary>
    Tsv,

    /// <summary>One JSON object a line.</summary>
    JsonLines,
}
