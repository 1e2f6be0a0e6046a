namespace Pipeline.Core.Corpora;

/// <summary>A synthetic text with its label: a row of a candidate.</summary>
/// <param name="Id">Name within the candidate, such as <c>s-001</c>.</param>
/// <param name="Label">One of the task's labels.</param>
/// <param name="Text">The text.</param>
public sealed record LabelledText(string Id, string Label, string Text);
