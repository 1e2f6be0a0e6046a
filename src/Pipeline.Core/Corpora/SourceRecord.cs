namespace Pipeline.Core.Corpora;

/// <summary>One row of a source, after column mapping. Private: keep it inside a <see cref="Privacy.Private{T}"/>.</summary>
/// <param name="Id">The row's own name, unique in the source.</param>
/// <param name="Unit">Whom the row belongs to; equal to <paramref name="Id"/> when the record itself is protected.</param>
/// <param name="Label">One of the task's labels.</param>
/// <param name="Text">The text.</param>
public sealed record SourceRecord(string Id, string Unit, string Label, string Text)
{
    /// <summary>Never the content.</summary>
    public override string ToString() => "private record";
}
