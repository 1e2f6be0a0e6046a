using Pipeline.Core;

namespace Pipeline.Reports;

/// <summary>The file that was written.</summary>
/// <param name="FileName">Its name, without folders.</param>
/// <param name="Rows">Rows in it.</param>
/// <param name="Labels">Rows of each label, in the task's order.</param>
/// <param name="Digest">SHA-256 of the file.</param>
/// <param name="Columns">Its columns, in order.</param>
public sealed record ReleaseSummary(string FileName, int Rows, IReadOnlyList<LabelRows> Labels, Digest Digest, IReadOnlyList<string> Columns);

/// <summary>Released rows of one label.</summary>
public sealed record LabelRows(string Label, int Rows);
