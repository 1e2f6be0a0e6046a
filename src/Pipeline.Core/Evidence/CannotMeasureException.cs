namespace Pipeline.Core.Evidence;

/// <summary>
/// An audit lacks what it needs, such as a model. Its words go into the report, where those of other exceptions do not: they are
/// the audit's own and say nothing of any text.
/// </summary>
/// <param name="reason">Why, as the end of a sentence: <c>the judge's model is not there</c>.</param>
public sealed class CannotMeasureException(string reason) : Exception(reason);
