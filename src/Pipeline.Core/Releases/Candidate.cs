using Pipeline.Core.Corpora;

namespace Pipeline.Core.Releases;

/// <summary>
/// A labelled data set proposed for release. It can be audited and judged, never written: sinks take a <see cref="Release"/>.
/// </summary>
public sealed class Candidate
{
    /// <summary>Proposes rows; the digest covers every field of every row, in order.</summary>
    public Candidate(IReadOnlyList<LabelledText> rows)
    {
        Rows = [.. rows];
        using var digester = new Digester();
        foreach (var row in Rows) digester.Add(row.Id).Add(row.Label).Add(row.Text);
        Digest = digester.Finish();
    }

    /// <summary>The rows.</summary>
    public IReadOnlyList<LabelledText> Rows { get; }

    /// <summary>Names exactly these rows.</summary>
    public Digest Digest { get; }
}
